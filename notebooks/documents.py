"""The blocks of Python in the README and the pages of docs/.

A comment `<!-- not run: reason -->` right before a block leaves it out. A comment that begins with
`<!-- setup python` is code that readers do not see. Other languages are run by DocumentsTest.
"""

import re
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ADDRESSES = ("s3://bucket/db", "/tmp/lancedb")
BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>not run: .+) -->\n)?"
    r"(?:^```python\n(?P<code>(?s:.*?))^```$|^<!-- setup python\n(?P<setup>(?s:.*?))^-->$)",
    re.MULTILINE,
)


def blocks(page, database="database"):
    """The page's code objects, whose lines are the page's; `database` replaces the one that it names."""
    text = page.read_text(encoding="utf-8")
    for address in ADDRESSES:
        text = text.replace(address, database)
    for found in BLOCK.finditer(text):
        group = "setup" if found["code"] is None else "code"
        code = compile("\n" * text.count("\n", 0, found.start(group)) + found[group], str(page), "exec")
        if not found["mark"]:
            yield code


def parse():
    """Compiles every block and returns how many there are."""
    return sum(1 for page in PAGES for _ in blocks(page))


def run(spark):
    """Runs each page on a new database; its blocks see each other's names."""
    for page in PAGES:
        with tempfile.TemporaryDirectory(prefix="documents-") as database:
            names = {"spark": spark}
            for block in blocks(page, database):
                exec(block, names)
