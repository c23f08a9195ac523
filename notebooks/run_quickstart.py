#!/usr/bin/env python3
"""Runs quickstart.py as Databricks would, where PySpark is installed: run_quickstart.py [widget=value ...]

Then it runs the Python of the README and of docs/. Where PySpark is not installed all of that is parsed only, and
one line says so. Without db_uri=... the notebook's database is a new folder.
"""

import sys
import tempfile
from pathlib import Path

import documents

HERE = Path(__file__).resolve().parent
NOTEBOOK = HERE / "quickstart.py"
HEADER = "# Databricks notebook source\n"
SEPARATOR = "\n# COMMAND ----------\n"


def cells(source):
    """The Python cells, with their line numbers kept for messages."""
    if not source.startswith(HEADER):
        raise SystemExit(f"{NOTEBOOK.name} does not start as a Databricks notebook does.")
    first_line = 1
    for text in source.split(SEPARATOR):
        if any(line.strip() and not line.startswith("#") for line in text.splitlines()):
            yield compile("\n" * (first_line - 1) + text, str(NOTEBOOK), "exec")
        first_line += text.count("\n") + SEPARATOR.count("\n")


class Widgets:
    def __init__(self, given):
        self.values = dict(given)

    def text(self, name, default, label=None):
        self.values.setdefault(name, default)

    def get(self, name):
        return self.values[name]


class DbUtils:
    def __init__(self, given):
        self.widgets = Widgets(given)


def bundle():
    jars = sorted((HERE.parent / "spark-lancedb" / "target").glob("spark-lancedb-*-bundle.jar"))
    if not jars:
        raise SystemExit("There is no bundle jar yet. Build it: mvn -Pquick -pl spark-lancedb package -DskipTests")
    return str(jars[-1])


def main(arguments):
    code = list(cells(NOTEBOOK.read_text(encoding="utf-8")))
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        parsed = f"{NOTEBOOK.name} ({len(code)} cells) and the documents ({documents.parse()} blocks)"
        print(f"PySpark is not installed: {parsed} were parsed and not run.")
        return
    given = dict(argument.split("=", 1) for argument in arguments)
    given.setdefault("db_uri", tempfile.mkdtemp(prefix="quickstart-"))
    session = SparkSession.builder.master("local[2]").appName("quickstart").config("spark.jars", bundle())
    spark = session.config("spark.ui.enabled", "false").getOrCreate()
    try:
        names = {"__name__": "__main__", "spark": spark, "dbutils": DbUtils(given)}
        for cell in code:
            exec(cell, names)
        documents.run(spark)
    finally:
        spark.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
