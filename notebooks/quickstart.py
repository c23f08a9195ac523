# Databricks notebook source
# MAGIC %md
# MAGIC # Keep documents in a LanceDB table
# MAGIC Documents are cut into chunks, embedded and written to a LanceDB table; one is changed and written again; the table is read
# MAGIC with a filter and searched.
# MAGIC
# MAGIC Needs the bundle jar of spark-lancedb as a library of the cluster, and nothing else: no catalog, no SQL extension.
# MAGIC `db_uri` is an object-store prefix such as `s3://bucket/folder`; volumes and DBFS lack the atomic rename that a commit needs.

# COMMAND ----------

dbutils.widgets.text("db_uri", "", "LanceDB database")
dbutils.widgets.text("table_name", "documents", "Table")
dbutils.widgets.text("documents", "", "Folder of Markdown files; empty for two small ones")

db_uri = dbutils.widgets.get("db_uri")
if not db_uri:
    raise ValueError("Set the widget 'db_uri' to the database, such as s3://bucket/folder.")

# Credentials of the object store go here, from a secret scope: {"storage_options.<key>": dbutils.secrets.get(...)}
address = {"db_uri": db_uri, "table_name": dbutils.widgets.get("table_name")}


def table():
    return spark.read.format("lancedb").options(**address).load()


# COMMAND ----------

# MAGIC %md
# MAGIC ## The documents, cut into paragraphs

# COMMAND ----------

folder = dbutils.widgets.get("documents")
if folder:
    documents = (
        spark.read.option("wholetext", True)
        .option("pathGlobFilter", "*.md")
        .text(folder)
        .selectExpr(
            "_metadata.file_name AS file", "_metadata.file_modification_time AS modified", "value"
        )
    )
else:
    small = [
        ("merge.md", "A row whose key is in the table is updated.\n\nA row whose key is not there is inserted."),
        ("read.md", "Filters are pushed down to Lance.\n\nVectors are searched by their distance."),
    ]
    documents = spark.createDataFrame(small, "file string, value string").selectExpr(
        "file", "timestamp'2026-01-01 00:00:00' AS modified", "value"
    )


def chunks(documents):
    """One row a paragraph, under an id that stays the same while the paragraph's place does."""
    return (
        documents.selectExpr(
            "file", "modified", r"posexplode(split(value, '\\n\\s*\\n')) AS (chunk, text)"
        )
        .selectExpr(
            "concat(file, '#', chunk) AS id",
            "file",
            "chunk",
            "trim(text) AS text",
            r"size(split(trim(text), '\\s+')) AS words",
            "modified",
        )
        .where("words >= 5")
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## The embedding
# MAGIC **A real model goes here**: whatever adds a column `embedding ARRAY<FLOAT>`. This one counts words in 64 buckets, needs no
# MAGIC download, and runs on every kind of cluster.

# COMMAND ----------


def embed(texts):
    return (
        texts.selectExpr(
            "*",
            r"filter(split(lower(text), '[^\\p{L}\\p{N}]+'), word -> length(word) > 3) AS tokens",
        )
        .selectExpr(
            "*",
            """transform(sequence(0, 63), bucket -> aggregate(
                 tokens, 0D, (sum, word) -> sum + if(pmod(xxhash64(word), 64) = bucket, 1D, 0D)
               )) AS counts""",
        )
        .selectExpr(
            "*", "sqrt(aggregate(counts, 1e-9D, (sum, count) -> sum + count * count)) AS length"
        )
        .selectExpr("*", "transform(counts, count -> cast(count / length AS float)) AS embedding")
        .drop("tokens", "counts", "length")
    )


# COMMAND ----------

# MAGIC %md
# MAGIC ## Write
# MAGIC A plain append: rows whose id is in the table are updated, the others inserted.

# COMMAND ----------


def is_there():
    try:
        return bool(table().columns)
    except Exception as problem:
        if "there is none" in str(problem):
            return False
        raise


def keep(rows):
    count = rows.count()
    updated = rows.join(table().select("id"), "id").count() if is_there() else 0
    rows.write.format("lancedb").options(**address).option("primary_key", "id").mode("append").save()
    print(f"inserted {count - updated}, updated {updated}: the table has {table().count()} rows")


keep(embed(chunks(documents)))

# COMMAND ----------

# MAGIC %md
# MAGIC ## Change a document and write it again

# COMMAND ----------

changed = documents.orderBy("file").limit(1).selectExpr(
    "file",
    "modified",
    r"concat('Second edition. ', value, '\n\nThe second edition adds this paragraph at its end.') AS value",
)
keep(embed(chunks(changed)))
keep(embed(chunks(changed)))  # once more: the same rows

# COMMAND ----------

# MAGIC %md
# MAGIC ## Read with a filter
# MAGIC Lance evaluates it: see `filters` in the plan.

# COMMAND ----------

found = table().where("words > 5 AND text LIKE '%edition%'").select("id", "words", "text")
found.explain()
found.show(5, 80)

# COMMAND ----------

# MAGIC %md
# MAGIC ## Search
# MAGIC In Spark by computing every distance; with LanceDB's own client, `%pip install lancedb`, by its vector search.

# COMMAND ----------

question = "Which rows of the table are inserted?"
asked = embed(spark.createDataFrame([(question,)], "text string")).selectExpr("embedding AS asked")
(
    table()
    .crossJoin(asked)
    .selectExpr(
        "id",
        """aggregate(zip_with(embedding, asked, (a, b) -> (a - b) * (a - b)), 0D, (sum, x) -> sum + x)
           AS distance""",
        "text",
    )
    .orderBy("distance", "id")
    .limit(3)
    .show(truncate=80)
)

# COMMAND ----------

try:
    import lancedb
except ImportError:
    print("LanceDB's client is not installed here: %pip install lancedb")
else:
    vector = asked.first()["asked"]
    for row in lancedb.connect(db_uri).open_table(address["table_name"]).search(vector).limit(3).to_list():
        print(round(row["_distance"], 3), row["id"], row["text"][:80])
