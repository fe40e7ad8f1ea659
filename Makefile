# make run    set up, read the sample reports (or REPORTS=folder) and open the chat
# make test   set up with the development tools and run every check
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

# The first of these that runs and is new enough; a name may stand for nothing (pyenv's shims).
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$name && break; done)
BIN := .venv/bin
SAMPLE := eval/corpus/reports
# What the gate asks: all written questions, and of the made ones what a minute or two allows.
ASKED := --corpus sample --split dev --generated 0 --home .make/eval
ROOMS := ingest index ui eval

# Stamps are named by what was installed and where, so a second run installs nothing, and a
# changed pin or a moved checkout installs again. They lie in .venv, so they go with it.
SUM := $(shell { pwd; cat pyproject.toml constraints.txt; } | cksum | tr ' ' '-')
VENV := .venv/pyvenv.cfg
INSTALLED := .venv/installed-$(SUM)
DEVELOP := .venv/develop-$(SUM)
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt

# Without a home of one's own the sample gets one inside the checkout: real reports, which go
# to the user's data folder, are never answered together with invented ones.
ifndef REPORTS
ifndef GONGKAI_HOME
export GONGKAI_HOME := $(CURDIR)/.sample
endif
endif

.PHONY: help run test gate baseline dev links bench format wheel clean
help:
	@printf '%s\n' \
	  'make run                  装好依赖，读入示例报告，打开问答网页 http://127.0.0.1:7860' \
	  'make run REPORTS=文件夹   同上，用自己的报告；可设 HOST、PORT、GONGKAI_HOME' \
	  'make test                 装好开发工具，运行全部检查和测试' \
	  'make gate                用题库提问示例报告，与基准逐题比较；变差则失败' \
	  'make baseline            把现在的结果存为新的基准' \
	  'make dev                  只装好开发工具' \
	  'make bench                测速，打印 JSON' \
	  'make format               整理代码格式' \
	  'make wheel                打包到 dist/' \
	  'make clean                删除 .venv、示例索引和一切生成物'

$(VENV):
	@test -n "$(PYTHON)" || { echo '需要 Python 3.11 或更新的版本' >&2; exit 2; }
	@echo "== 建立 .venv（$$($(PYTHON) --version)）"
	@$(PYTHON) -m venv .venv || { \
	  rm -rf .venv; echo '无法建立 .venv；Debian/Ubuntu 请先 apt-get install python3-venv' >&2; exit 2; }

$(INSTALLED): | $(VENV)
	@echo '== 安装依赖（constraints.txt 中的版本；第一次要几分钟）'
	@$(PIP) --editable .
	@touch $@

$(DEVELOP): | $(VENV)
	@echo '== 安装依赖和开发工具（constraints.txt 中的版本；第一次要几分钟）'
	@$(PIP) --editable '.[dev]'
	@touch $@ $(INSTALLED)

# A file that failed is told and passed over (exit 1); the page opens on the rest.
run: $(INSTALLED)
	@echo '== 准备向量模型'
	@$(BIN)/python -m gongkai prepare
	@echo "== 读入报告：$${REPORTS:-$(SAMPLE)（示例）}"
	@$(BIN)/python -m gongkai ingest "$${REPORTS:-$(SAMPLE)}" || test $$? -eq 1
	@echo "== 打开问答网页；在命令行提问：$${GONGKAI_HOME:+GONGKAI_HOME=$$GONGKAI_HOME }$(BIN)/gongkai ask \"问题\""
	@exec $(BIN)/python -m gongkai serve

# Type checkers and import-linter want the rooms inside the package.
links:
	@for room in $(ROOMS); do ln -sfn ../../$$room src/gongkai/$$room; done

dev: $(DEVELOP) links

test: dev
	@echo '== ruff'
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo '== mypy'
	@$(BIN)/mypy
	@echo '== import-linter'
	@$(BIN)/lint-imports
	@echo '== pytest'
	@$(BIN)/python -m pytest
	@$(MAKE) --no-print-directory gate

gate: $(INSTALLED)
	@echo '== 评测门槛：示例报告'
	@$(BIN)/python -m gongkai.eval.run $(ASKED) --gate --allow 5 --brief

baseline: $(INSTALLED)
	@$(BIN)/python -m gongkai.eval.run $(ASKED) --save

bench: $(INSTALLED)
	@$(BIN)/python -m gongkai.eval.bench

format: $(DEVELOP)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# A stale build/ would ship modules that were deleted since.
wheel: $(DEVELOP)
	@rm -rf build dist
	@$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	@ls dist

clean:
	@rm -rf .venv .sample .make build dist gongkai.egg-info \
	  .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@for room in $(ROOMS); do rm -f src/gongkai/$$room; done
