#include "storage/dialect.hpp"

#include <random>

#include "scratch.hpp"

using namespace aksis;
using namespace aksis::storage;

namespace {

std::string shown(std::string_view sql) {
  std::string out;
  for (const auto& finding : lint_sql(sql)) out += finding.found + " (" + finding.reason + "); ";
  return out;
}

// Statements both engines answer alike: what the rules must let through.
const std::vector<std::string>& portable() {
  static const std::vector<std::string> statements = {
      "CREATE TABLE skl_t (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, score DOUBLE "
      "PRECISION, "
      "data BLOB, date TEXT, core BIGINT NOT NULL DEFAULT 0 CHECK (core IN (0, 1)), FOREIGN KEY "
      "(id) REFERENCES skl_u (id) ON DELETE CASCADE)",
      "CREATE INDEX skl_t_name ON skl_t (name, id) WHERE core = 1",
      "CREATE VIEW competences_t_v1 AS SELECT id, name FROM skl_t",
      "ALTER TABLE skl_t ADD COLUMN level BIGINT",
      "INSERT INTO skl_t (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = "
      "excluded.name, core = skl_t.core + 1 WHERE skl_t.core = $3 RETURNING id, name",
      "INSERT INTO skl_t (id, name) SELECT id, name FROM skl_u WHERE TRUE ON CONFLICT (id) DO "
      "NOTHING",
      "SELECT id FROM skl_t WHERE CAST($1 AS TEXT) IS NULL OR name = $1 ORDER BY name NULLS LAST, "
      "id "
      "LIMIT $2 OFFSET $3",
      "SELECT id FROM skl_t WHERE name LIKE $1 ESCAPE '\\' AND (name, id) > ($2, $3)",
      "SELECT CAST(SUM(core) AS BIGINT), COUNT(*), MAX(id), MIN(name) FROM skl_t GROUP BY name",
      "SELECT CAST(COALESCE(SUM(core), 0) AS BIGINT) FROM skl_t",
      "SELECT CASE WHEN a.name IS DISTINCT FROM b.name THEN 1 ELSE 0 END FROM skl_t a JOIN skl_t b "
      "ON a.id = b.id",
      "SELECT id FROM skl_t WHERE name IS NOT NULL AND core IS NOT DISTINCT FROM $1",
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM "
      "n",
      "WITH best AS MATERIALIZED (SELECT id, ROW_NUMBER() OVER (PARTITION BY name ORDER BY id) AS "
      "place FROM skl_t) SELECT id FROM best WHERE place = 1",
      "UPDATE skl_t SET name = u.name FROM skl_u AS u WHERE u.id = skl_t.id",
      "DELETE FROM skl_t WHERE id IN (SELECT id FROM skl_u WHERE core = 0)",
      "SELECT id, date, LENGTH(name) FROM skl_t WHERE id IN (VALUES ($1), ($2))",
      "SELECT 'random() -- no: now()', id /* PRAGMA */ FROM skl_t -- datetime('now')",
      "SELECT count(*) FILTER (WHERE core = 1) FROM skl_t WHERE id <> $1",
      "DROP TABLE skl_t",
  };
  return statements;
}

}  // namespace

TEST_CASE("portable statements pass the linter") {
  for (const auto& sql : portable()) {
    INFO(sql);
    CHECK(shown(sql).empty());
  }
}

TEST_CASE("portable statements run on SQLite") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, "CREATE TABLE skl_u (id BIGINT PRIMARY KEY, name TEXT, core BIGINT)"));
  REQUIRE_OK(run(*database, "INSERT INTO skl_u (id, name) VALUES (1, 'a')"));
  for (const auto& sql : portable()) {
    INFO(sql);
    std::vector<Value> parameters;
    for (const char* name : {"$1", "$2", "$3"})
      if (sql.find(name) != std::string::npos) parameters.emplace_back(int64_t{1});
    REQUIRE_OK(run(*database, sql, parameters));
  }
}

TEST_CASE("what only one engine understands is found") {
  const auto sql = GENERATE(
      "CREATE TABLE t (id INTEGER)", "CREATE TABLE t (id INT PRIMARY KEY)",
      "CREATE TABLE t (x BOOLEAN)", "CREATE TABLE t (x VARCHAR(10))", "CREATE TABLE t (x REAL)",
      "CREATE TABLE t (x TIMESTAMP)", "CREATE TABLE t (x NUMERIC)", "CREATE TABLE t (x JSON)",
      "CREATE TABLE t (x SERIAL)", "CREATE TABLE t (id BIGINT PRIMARY KEY AUTOINCREMENT)",
      "CREATE TABLE t (id BIGINT) STRICT", "CREATE TABLE t (id TEXT PRIMARY KEY) WITHOUT ROWID",
      "CREATE TABLE t AS SELECT 1", "CREATE TEMP TABLE t (id BIGINT)",
      "CREATE TABLE t (x BIGINT GENERATED ALWAYS AS (1) STORED)",
      "CREATE TABLE t (x BIGINT REFERENCES u (id) DEFERRABLE INITIALLY DEFERRED)",
      "CREATE TABLE t (x TEXT COLLATE NOCASE)", "CREATE VIRTUAL TABLE t USING fts5(x)",
      "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END", "ALTER TABLE t ADD COLUMN x INT",
      "ALTER TABLE t ALTER COLUMN x TYPE TEXT", "SELECT CAST(x AS INTEGER) FROM t",
      "SELECT x::text FROM t", "SELECT id FROM t WHERE id = ?", "SELECT id FROM t WHERE id = ?1",
      "SELECT id FROM t WHERE id = :id", "SELECT id FROM t WHERE id = @id",
      "SELECT id FROM t WHERE id = $name", "SELECT id FROM t WHERE id = $0",
      "SELECT id FROM t WHERE $1 IS NULL", "SELECT id FROM t WHERE x IS NOT $1",
      "SELECT id FROM t WHERE x IS $1", "SELECT id FROM t WHERE x == 1", "SELECT \"id\" FROM t",
      "SELECT `id` FROM t", "SELECT [id] FROM t", "SELECT json_extract(x, '$.a') FROM t",
      "SELECT x -> 'a' FROM t", "SELECT x ->> 'a' FROM t", "SELECT now()",
      "SELECT CURRENT_TIMESTAMP", "SELECT datetime('now')", "SELECT date(x) FROM t",
      "SELECT strftime('%Y', x) FROM t", "SELECT group_concat(x) FROM t",
      "SELECT string_agg(x, ',') FROM t", "SELECT max(a, b) FROM t", "SELECT MIN(a, 0) FROM t",
      "SELECT greatest(a, b) FROM t", "SELECT iif(a, b, c) FROM t", "SELECT ifnull(a, b) FROM t",
      "SELECT instr(a, b) FROM t", "SELECT hex(a) FROM t", "SELECT printf('%d', a) FROM t",
      "SELECT random()", "SELECT typeof(a) FROM t", "SELECT avg(a) FROM t",
      "SELECT round(a) FROM t", "SELECT sum(a) FROM t", "SELECT total(a) FROM t",
      "SELECT last_insert_rowid()", "SELECT rowid FROM t", "SELECT t.oid FROM t",
      "SELECT id FROM t WHERE x GLOB 'a*'", "SELECT id FROM t WHERE x MATCH 'a'",
      "SELECT id FROM t WHERE x REGEXP 'a'", "SELECT id FROM t WHERE x ILIKE 'a'",
      "SELECT id FROM t WHERE id IN ()", "SELECT id FROM t LIMIT -1",
      "SELECT id FROM t LIMIT 5, 10", "SELECT id FROM t LIMIT NULL", "SELECT id FROM t FOR UPDATE",
      "SELECT id FROM t WHERE id = ANY ($1)", "SELECT id FROM t INDEXED BY i",
      "SELECT id FROM t ORDER BY x COLLATE NOCASE", "SELECT x'00'",
      "SELECT id FROM t WHERE x ISNULL", "SELECT id FROM t WHERE x NOTNULL",
      "REPLACE INTO t (id) VALUES (1)", "INSERT OR IGNORE INTO t (id) VALUES (1)",
      "INSERT OR REPLACE INTO t (id) VALUES (1)", "UPDATE OR IGNORE t SET id = 1",
      "DELETE FROM t USING u WHERE t.id = u.id", "PRAGMA foreign_keys = OFF",
      "SELECT name FROM pragma_table_info('t')", "ATTACH 'x' AS y", "VACUUM", "BEGIN", "COMMIT",
      "SAVEPOINT x", "ANALYZE", "EXPLAIN SELECT 1", "SELECT 1; PRAGMA user_version");
  INFO(sql);
  const auto findings = lint_sql(sql);
  REQUIRE_FALSE(findings.empty());
  CHECK_FALSE(findings[0].reason.empty());
}

TEST_CASE("a finding names its line") {
  const auto findings =
      lint_sql("-- one\nSELECT id\nFROM t /* a\nb */ WHERE 'x\ny' = x\nAND now() = 1");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].line == 6);
  CHECK(findings[0].found == "now");
}

// Whatever stands in texts and comments, and however words are spaced and cased, the verdict is the
// same; and no bytes make the scanner fail.
TEST_CASE("spacing, case and comments do not change a verdict") {
  std::mt19937 random(20260101);
  const std::vector<std::string> gaps = {" ", "\n", "\t ", " /* now() */ ", " -- PRAGMA x\n"};
  const std::vector<std::string> wrong = {
      "SELECT now ( ) , id FROM t", "PRAGMA user_version", "SELECT id FROM t WHERE x IS NOT $1",
      "INSERT OR IGNORE INTO t ( id ) VALUES ( 1 )", "SELECT MAX ( a , b ) FROM t"};
  const auto vary = [&](const std::string& sql) {
    std::string out;
    for (const char c : sql) {
      if (c == ' ')
        out += gaps[random() % gaps.size()];
      else
        out +=
            random() % 2 ? static_cast<char>(std::toupper(c)) : static_cast<char>(std::tolower(c));
    }
    return out;
  };
  for (int round = 0; round < 200; ++round) {
    for (const auto& sql : wrong) {
      const auto varied = vary(sql);
      INFO(varied);
      CHECK_FALSE(lint_sql(varied).empty());
    }
    for (const auto& sql : portable()) {
      if (sql.find('\'') != std::string::npos) continue;
      const auto varied = vary(sql);
      INFO(varied << " → " << shown(varied));
      CHECK(lint_sql(varied).empty());
    }
    std::string noise(random() % 60, ' ');
    for (char& c : noise) c = "'\"`[]$-/*;(),.x1 \n\xC3"[random() % 20];
    lint_sql(noise);
    for (const auto& statement : split_statements(noise)) CHECK_FALSE(statement.sql.empty());
  }
}

TEST_CASE("files split at semicolons outside texts and comments") {
  const auto parts = split_statements("-- a; b\nSELECT ';' ;\n\n;; /* ; */ SELECT 2 -- end;\n");
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].sql == "SELECT ';'");
  CHECK(parts[0].line == 2);
  CHECK(parts[1].sql == "SELECT 2");
  CHECK(parts[1].line == 4);
}

TEST_CASE("data definitions become SQLite's") {
  CHECK(to_sqlite("CREATE TABLE t (id BIGINT PRIMARY KEY, x double\nprecision, y TEXT, z BLOB)") ==
        "CREATE TABLE t (id INTEGER PRIMARY KEY, x REAL, y TEXT, z BLOB) STRICT");
  CHECK(to_sqlite("ALTER TABLE t ADD COLUMN x BIGINT") == "ALTER TABLE t ADD COLUMN x INTEGER");
  CHECK(to_sqlite("CREATE TABLE t (x TEXT DEFAULT 'BIGINT)') -- end") ==
        "CREATE TABLE t (x TEXT DEFAULT 'BIGINT)') STRICT -- end");
  CHECK(to_sqlite("SELECT CAST(x AS BIGINT) FROM t") == "SELECT CAST(x AS BIGINT) FROM t");
}
