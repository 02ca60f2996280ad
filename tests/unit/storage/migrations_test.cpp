#include "storage/migrations.hpp"

#include <fstream>

#include "scratch.hpp"

using namespace aksis;
using namespace aksis::storage;

namespace {

Migration file(int number, std::string sql) {
  return {number, "000" + std::to_string(number) + "_step.sql", std::move(sql)};
}

const Migration kFirst = file(1,
                              "CREATE TABLE skl_a (id BIGINT);\n-- then\nINSERT INTO skl_a (id) "
                              "VALUES (1);\n");
const Migration kSecond = file(2, "CREATE TABLE skl_b (id BIGINT)");

void check_refused(const Status& status, std::initializer_list<const char*> parts) {
  REQUIRE_FALSE(status.ok());
  INFO(status.error().message);
  for (const char* part : parts) CHECK(status.error().message.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("migrations are applied once, in order, whatever order they are given in") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(migrate(*database, "skills", {kFirst}));
  REQUIRE_OK(migrate(*database, "skills", {kSecond, kFirst}));
  REQUIRE_OK(migrate(*database, "skills", {kFirst, kSecond}));
  CHECK(*number(*database, "SELECT count(*) FROM skl_a") == 1);
  CHECK(*number(*database,
                "SELECT count(*) FROM core_migration WHERE owner = 'skills' AND "
                "LENGTH(sha256) = 64 AND applied_at > 0") == 2);
  // Another owner has numbers of its own.
  REQUIRE_OK(migrate(*database, "other", {file(1, "CREATE TABLE oth_a (id BIGINT)")}));
}

TEST_CASE("a changed file, a gap, a double and a newer database are refused with a sentence") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(migrate(*database, "skills", {kFirst, kSecond}));
  auto changed = kFirst;
  changed.sql += " ";
  check_refused(migrate(*database, "skills", {changed, kSecond}),
                {"0001_step.sql", "skills", "never changes"});
  check_refused(migrate(*database, "skills", {kFirst}), {"newer version", "0002_step.sql"});
  check_refused(migrate(*database, "skills", {}), {"newer version"});
  check_refused(migrate(*database, "fresh", {kSecond}), {"0001 is missing"});
  check_refused(migrate(*database, "fresh", {kFirst, kFirst}), {"given twice"});
  check_refused(migrate(*database, "fresh", {file(1, "CREATE TABLE t (id INTEGER)")}),
                {"0001_step.sql", "line 1", "INTEGER", "BIGINT"});
}

TEST_CASE("a file that fails leaves nothing and is applied once it is right") {
  const Scratch scratch;
  const auto database = scratch.open();
  check_refused(migrate(*database, "skills",
                        {kFirst, file(2,
                                      "CREATE TABLE skl_b (id BIGINT);\n\nINSERT INTO skl_none "
                                      "(id) VALUES (1);")}),
                {"0002_step.sql", "line 3", "skl_none", "nothing of this file was applied"});
  CHECK(*number(*database,
                "SELECT count(*) FROM sqlite_master WHERE name LIKE 'skl!_%' ESCAPE "
                "'!'") == 1);
  CHECK(*number(*database, "SELECT count(*) FROM core_migration") == 1);
  REQUIRE_OK(migrate(*database, "skills", {kFirst, kSecond}));
}

TEST_CASE("a module's migrations are confined") {
  const Scratch scratch;
  const auto database = scratch.open();
  const Confinement confinement{"skills", "skl_", {}};
  REQUIRE_OK(migrate(*database, "skills", {kFirst}, &confinement));
  check_refused(migrate(*database, "skills",
                        {kFirst, file(2,
                                      "CREATE TABLE skl_c (id BIGINT); DELETE FROM "
                                      "core_migration;")},
                        &confinement),
                {"0002_step.sql", "core_migration"});
  CHECK(*number(*database, "SELECT count(*) FROM core_migration") == 1);
}

TEST_CASE("a folder of migrations is read in order, and wrong names are told") {
  const Scratch scratch;
  const auto put = [&](const std::string& name, const std::string& text) {
    std::ofstream(scratch.path(name)) << text;
  };
  put("0002_more.sql", "B");
  put("0001_first.sql", "A");
  put("README.md", "not SQL");
  const auto read = read_migrations(scratch.folder());
  REQUIRE(read.ok());
  REQUIRE((*read).size() == 2);
  CHECK((*read)[0].sql == "A");
  CHECK((*read)[1].number == 2);
  put("0004_gap.sql", "C");
  CHECK(message(read_migrations(scratch.folder())).find("0003 is missing") != std::string::npos);
  std::filesystem::remove(scratch.path("0004_gap.sql"));
  put("third.sql", "C");
  CHECK(message(read_migrations(scratch.folder())).find("third.sql") != std::string::npos);
  CHECK_FALSE(read_migrations(scratch.path("absent")).ok());
}

TEST_CASE("a migration moved to another owner counts as applied there") {
  const Scratch scratch;
  const auto database = scratch.open();
  const std::vector<MovedMigration> moved{{"whole", 2, "part", 1, "0001_b.sql"}};
  REQUIRE_OK(move_migrations(*database, moved));  // nothing applied yet
  auto second = kSecond;
  REQUIRE_OK(migrate(*database, "whole", {kFirst, second}));
  REQUIRE_OK(move_migrations(*database, moved));
  second.number = 1;
  REQUIRE_OK(migrate(*database, "part", {second}));  // would make its table a second time
  REQUIRE_OK(migrate(*database, "whole", {kFirst}));
  CHECK(*number(*database, "SELECT count(*) FROM core_migration WHERE owner = 'part'") == 1);
}
