#include <algorithm>

#include "scratch.hpp"

using namespace aksis;
using namespace aksis::storage;

namespace {

const Confinement kSkills{"competences", "skl_", {"core_person_v1", "Core_Step_v1"}};
const Confinement kMatching{"matching", "mat_", {"competences_skill_v1"}};

const std::vector<const char*> kAttacks = {

    // Reading what is not named.
    "SELECT id FROM core_person", "SELECT count(*) FROM core_person",
    "SELECT 1 FROM core_person LIMIT 1", "SELECT password FROM core_user",
    "SELECT id FROM \"core_user\"", "SELECT id FROM [core_user]", "SELECT id FROM main.core_user",
    "SELECT id FROM core_inner_v1", "SELECT sql FROM sqlite_master",
    "SELECT sql FROM sqlite_schema", "SELECT name FROM pragma_table_info('core_user')",
    "SELECT value FROM json_each('[1]')", "SELECT (SELECT password FROM core_user) FROM skl_skill",
    "SELECT id FROM skl_skill WHERE EXISTS (SELECT 1 FROM core_user)",
    "SELECT id FROM skl_skill UNION SELECT id FROM core_user",
    "INSERT INTO skl_skill (id, person) SELECT 5, password FROM core_user",
    "UPDATE skl_skill SET person = (SELECT password FROM core_user)",
    "UPDATE skl_skill SET person = u.password FROM core_user u",
    "DELETE FROM skl_skill WHERE person IN (SELECT id FROM core_user)",
    "INSERT INTO skl_skill (id, person) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET person = "
    "(SELECT password FROM core_user)",
    "INSERT INTO skl_skill (id, person) VALUES (9, 'x') RETURNING (SELECT password FROM "
    "core_user)",
    // Borrowing the rights of a published view by its name, or by a name within it.
    "WITH core_person_v1 AS (SELECT password FROM core_user) SELECT * FROM core_person_v1",
    "WITH core_person_v1 (p) AS (SELECT password FROM core_user) SELECT p FROM core_person_v1",
    "WITH core_person_v1 AS MATERIALIZED (SELECT password FROM core_user) SELECT * FROM "
    "core_person_v1",
    "WITH core_person_v1 AS NOT MATERIALIZED (SELECT password FROM core_user) SELECT * FROM "
    "core_person_v1",
    "WITH \"core_person_v1\" AS (SELECT password FROM core_user) SELECT * FROM core_person_v1",
    "WITH 'core_person_v1' AS (SELECT password FROM core_user) SELECT * FROM core_person_v1",
    "WITH [core_person_v1] AS (SELECT password FROM core_user) SELECT * FROM core_person_v1",
    "WITH Core_Person_V1/**/AS/**/(SELECT password FROM core_user) SELECT * FROM core_person_v1",
    "WITH core_step_v1 AS (SELECT note FROM core_step) SELECT * FROM core_step_v1",
    "WITH core_inner_v1 AS (SELECT note FROM core_step) SELECT * FROM core_inner_v1",
    "WITH recent AS (SELECT password FROM core_user) SELECT * FROM recent",
    "WITH RECURSIVE recent AS (SELECT password FROM core_user) SELECT * FROM recent",
    "SELECT * FROM (SELECT password FROM core_user) AS core_person_v1",
    "SELECT * FROM (WITH core_person_v1 AS (SELECT password FROM core_user) SELECT * FROM "
    "core_person_v1)",
    "SELECT core_person_v1.password FROM core_user AS core_person_v1",
    // Writing elsewhere.
    "INSERT INTO core_user (id) VALUES ('x')", "UPDATE core_person SET reference = 'x'",
    "DELETE FROM core_person", "UPDATE core_person_v1 SET reference = 'x'",
    "DELETE FROM core_person_v1", "INSERT INTO core_person_v1 (id) VALUES ('x')",
    "INSERT INTO sqlite_master (name) VALUES ('x')",
    "UPDATE sqlite_master SET sql = '' WHERE name = 'core_user'",
    // Defining elsewhere.
    "CREATE TABLE core_evil (id BIGINT)", "CREATE TABLE evil (id BIGINT)",
    "CREATE TABLE skl_evil AS SELECT * FROM core_user",
    "CREATE TABLE skl_evil AS SELECT sql FROM sqlite_master", "DROP TABLE core_user",
    "DROP VIEW core_person_v1", "ALTER TABLE core_user ADD COLUMN x BIGINT",
    "ALTER TABLE core_user RENAME TO skl_user", "ALTER TABLE skl_skill RENAME TO core_evil",
    "ALTER TABLE skl_skill RENAME TO \"core_evil\"", "CREATE INDEX skl_i ON core_user (password)",
    "CREATE INDEX core_i ON skl_skill (person)", "DROP INDEX core_i",
    "CREATE VIEW core_person_v2 AS SELECT id FROM skl_skill",
    "CREATE VIEW evil AS SELECT id FROM skl_skill",
    "CREATE VIEW competences_skill AS SELECT id FROM skl_skill",
    "CREATE VIEW competences_leak_v1 AS SELECT password FROM core_user",
    "CREATE VIEW IF NOT EXISTS competences_leak_v1 AS SELECT password FROM core_user",
    "CREATE VIEW skl_leak AS SELECT secret FROM core_person",
    "CREATE VIEW skl_schema AS SELECT sql FROM sqlite_master",
    "CREATE TEMP VIEW core_person_v1 AS SELECT * FROM core_user",
    "CREATE TEMP TABLE skl_temp (id BIGINT)", "CREATE TEMPORARY TABLE skl_temp (id BIGINT)",
    "CREATE TRIGGER skl_t AFTER INSERT ON skl_skill BEGIN DELETE FROM core_user; END",
    "CREATE TEMP TRIGGER skl_t AFTER INSERT ON core_user BEGIN DELETE FROM skl_skill; END",
    "CREATE VIRTUAL TABLE skl_v USING fts5 (x)",
    // The engine.
    "ATTACH '/tmp/aksis-attack.db' AS other", "DETACH main", "PRAGMA query_only = OFF",
    "PRAGMA writable_schema = ON", "PRAGMA journal_mode", "VACUUM",
    "VACUUM INTO '/tmp/aksis-attack.db'", "ANALYZE", "ANALYZE skl_skill", "BEGIN", "COMMIT",
    "ROLLBACK", "SAVEPOINT x", "RELEASE body", "ROLLBACK TO body", "SELECT load_extension('x')",
    "SELECT * FROM sqlite_dbpage", "SELECT * FROM sqlite_stmt"};

std::unique_ptr<Database> prepared(const Scratch& scratch) {
  auto database = scratch.open();
  for (const char* sql : {
           "CREATE TABLE core_person (id TEXT PRIMARY KEY, reference TEXT, secret TEXT)",
           "CREATE TABLE core_user (id TEXT PRIMARY KEY, password TEXT)",
           "CREATE TABLE core_step (id BIGINT PRIMARY KEY, person TEXT, note TEXT)",
           "INSERT INTO core_person (id, reference, secret) VALUES ('p1', 'R1', 'hidden')",
           "INSERT INTO core_step (id, person, note) VALUES (1, 'p1', 'hidden')",
           "CREATE VIEW core_person_v1 AS SELECT id, reference FROM core_person",
           "CREATE VIEW core_inner_v1 AS SELECT id, person FROM core_step WHERE id > 0",
           "CREATE VIEW core_step_v1 AS WITH recent AS (SELECT id, person FROM core_inner_v1) "
           "SELECT id, person FROM recent",
       })
    REQUIRE_OK(run(*database, sql));
  REQUIRE_OK(
      run(*database, "CREATE TABLE skl_skill (id BIGINT PRIMARY KEY, person TEXT)", {}, &kSkills));
  REQUIRE_OK(run(*database, "INSERT INTO skl_skill (id, person) VALUES (1, 'p1')", {}, &kSkills));
  return database;
}

}  // namespace

TEST_CASE("a module works freely on what is its own and on published views") {
  const Scratch scratch;
  const auto database = prepared(scratch);
  for (
      const char* sql : {
          "CREATE TABLE skl_other (id BIGINT PRIMARY KEY, name TEXT UNIQUE, level BIGINT CHECK "
          "(level IN (0, 1)), skill BIGINT REFERENCES skl_skill (id) ON DELETE CASCADE)",
          "CREATE INDEX skl_other_name ON skl_other (name, level)",
          "CREATE UNIQUE INDEX skl_other_part ON skl_other (name) WHERE level = 1",
          "ALTER TABLE skl_other ADD COLUMN extra BIGINT",
          "ALTER TABLE skl_other RENAME COLUMN extra TO more",
          "ALTER TABLE skl_other DROP COLUMN more",
          "ALTER TABLE skl_other RENAME TO skl_another",
          "CREATE VIEW competences_skill_v1 AS SELECT id, person FROM skl_skill",
          "CREATE VIEW skl_joined AS SELECT s.id, p.reference FROM skl_skill s JOIN core_person_v1 "
          "p ON p.id = s.person",
          "INSERT INTO skl_another (id, name, level, skill) VALUES (1, 'a', 1, 1) ON CONFLICT (id) "
          "DO UPDATE SET name = excluded.name",
          "UPDATE skl_another SET name = 'b' WHERE id IN (SELECT id FROM skl_skill)",
          "WITH mine AS (SELECT id FROM skl_skill) SELECT mine.id FROM mine JOIN core_person_v1 AS "
          "p ON p.id = 'p1'",
          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT "
          "sum(i) FROM n",
          "SELECT count(*) FROM core_step_v1",
          "SELECT id FROM CORE_PERSON_V1",
          "DELETE FROM skl_skill WHERE id = 1",
          "DROP VIEW skl_joined",
          "DROP INDEX skl_other_name",
          "DROP TABLE skl_another",
      }) {
    INFO(sql);
    REQUIRE_OK(run(*database, sql, {}, &kSkills));
  }
  // Another module reads the view, not what it is made of.
  REQUIRE_OK(run(*database, "INSERT INTO skl_skill (id, person) VALUES (7, 'p1')", {}, &kSkills));
  CHECK(*number(*database, "SELECT id FROM competences_skill_v1", {}, &kMatching) == 7);
  CHECK_FALSE(number(*database, "SELECT id FROM skl_skill", {}, &kMatching).ok());
}

TEST_CASE("each way out of a module's confinement is closed") {
  const Scratch scratch;
  const auto database = prepared(scratch);
  const auto* const attack = GENERATE(from_range(kAttacks));
  INFO(attack);
  const auto written = run(*database, attack, {}, &kSkills);
  CHECK_FALSE(written.ok());
  const auto read = number(*database, attack, {}, &kSkills);
  CHECK_FALSE(read.ok());
  // What the attempts left behind: nothing.
  CHECK(*number(*database, "SELECT count(*) FROM core_person") == 1);
  CHECK(*number(*database, "SELECT count(*) FROM skl_skill") == 1);
  CHECK(*number(*database,
                "SELECT count(*) FROM sqlite_master WHERE name LIKE '%evil%' OR name "
                "LIKE '%leak%' OR name LIKE 'skl_t%'") == 0);
  CHECK_FALSE(std::filesystem::exists("/tmp/aksis-attack.db"));
}

TEST_CASE("a refusal names the module, the table and what to do") {
  const Scratch scratch;
  const auto database = prepared(scratch);
  const auto refused = run(*database, "SELECT password FROM core_user", {}, &kSkills);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Code::forbidden);
  for (const char* part : {"competences", "core_user.password", "tables.reads"})
    CHECK(refused.error().message.find(part) != std::string::npos);
}

TEST_CASE("two modules with the same SQL keep their own rights") {
  const Scratch scratch;
  const auto database = prepared(scratch);
  const Confinement owner = kSkills;
  const Confinement stranger{"other", "oth_", {}};
  const Confinement impostor{"competences", "oth_", {}};  // the same name, other rights
  constexpr const char* kSql = "SELECT id FROM skl_skill";
  for (int round = 0; round < 2; ++round) {
    CHECK(number(*database, kSql, {}, &owner).ok());
    CHECK_FALSE(number(*database, kSql, {}, &stranger).ok());
    CHECK_FALSE(number(*database, kSql, {}, &impostor).ok());
    CHECK(number(*database, kSql).ok());
  }
  const Confinement none{"none", "", {}};
  CHECK_FALSE(number(*database, kSql, {}, &none).ok());
}

TEST_CASE("the core's own statements run inside a module's transaction, and only those") {
  const Scratch scratch;
  const auto database = prepared(scratch);
  const auto mixed = database->write(
      [](Transaction& tx) -> Status {
        AKSIS_TRY(tx.execute("INSERT INTO skl_skill (id, person) VALUES (2, 'p1')", {}));
        const Unconfined unconfined(tx);
        AKSIS_TRY(tx.execute("INSERT INTO core_user (id) VALUES ('u1')", {}));
        return {};
      },
      &kSkills);
  REQUIRE_OK(mixed);
  const auto after = database->write(
      [](Transaction& tx) -> Status {
        {
          const Unconfined unconfined(tx);
          AKSIS_TRY(tx.execute("INSERT INTO core_user (id) VALUES ('u3')", {}));
        }
        AKSIS_TRY(tx.execute("INSERT INTO core_user (id) VALUES ('u4')", {}));
        return {};
      },
      &kSkills);
  REQUIRE_FALSE(after.ok());
  CHECK(*number(*database, "SELECT count(*) FROM core_user") == 1);
}

TEST_CASE("a view published later is readable at once, and its inside is not") {
  const Scratch scratch;
  const auto database = prepared(scratch);
  const Confinement reader{"matching", "mat_", {"competences_late_v1"}};
  constexpr const char* kSql = "SELECT id FROM competences_late_v1";
  CHECK_FALSE(number(*database, kSql, {}, &reader).ok());
  REQUIRE_OK(
      run(*database, "CREATE VIEW competences_late_v1 AS SELECT id FROM skl_skill", {}, &kSkills));
  const auto published = number(*database, kSql, {}, &reader);
  INFO(message(published));
  REQUIRE(published.ok());
  CHECK(*published == 1);
  CHECK_FALSE(number(*database,
                     "WITH competences_late_v1 AS (SELECT secret FROM core_person) SELECT * FROM "
                     "competences_late_v1",
                     {}, &reader)
                  .ok());
}
