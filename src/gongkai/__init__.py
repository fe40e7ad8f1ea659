"""Gongkai: answers to questions about 政府信息公开工作年度报告, exact and cited."""

__version__ = "0.1.0"
