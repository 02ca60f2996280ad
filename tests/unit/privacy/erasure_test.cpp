#include "privacy/erasure.hpp"

#include <sqlite3.h>

#include <fstream>
#include <random>
#include <set>

#include "keys_bench.hpp"
#include "privacy/blind_index.hpp"
#include "privacy/search_tokens.hpp"

using namespace aksis;
using namespace aksis::privacy;
using storage::Blob;

namespace {

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A folder that holds people's fields, as the record does.
struct Registry : KeysBench {
  Holders holders;
  std::string log_path = scratch.path("erasures.log");
  std::unique_ptr<Erasures> erasures;

  Registry() {
    REQUIRE_OK(storage::run(*database,
                            "CREATE TABLE core_field (id TEXT PRIMARY KEY, person TEXT NOT NULL, "
                            "sealed BLOB NOT NULL, nir BLOB, plain TEXT)"));
    REQUIRE_OK(storage::run(*database, "CREATE INDEX core_field_plain ON core_field (plain)"));
    Holder fields{"fields", "Champs"};
    fields.erase = [](storage::Transaction& tx, std::string_view person) -> Status {
      AKSIS_TRY(tx.execute("DELETE FROM core_field WHERE person = $1", {person}));
      return {};
    };
    fields.sealed = {{"core_field", "sealed", "person", "id"}};
    REQUIRE_OK(holders.add(fields));
    reopen();
  }
  void reopen() {
    erasures.reset();
    keys.reset();
    database.reset();
    database = scratch.open();
    reopen_keys();
    erasures = std::make_unique<Erasures>(*database, holders, log_path, clock);
  }
  // A field sealed, with its index and tokens, and the canary in plain words beside.
  void field(const std::string& person, const std::string& id, const std::string& canary) {
    REQUIRE_OK(write([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(blob, keys->seal(tx, {"core_field", "sealed", id}, person, canary));
      AKSIS_TRY(
          tx.execute("INSERT INTO core_field (id, person, sealed, nir, plain) VALUES ($1, "
                     "$2, $3, $4, $5)",
                     {id, person, blob, keys->index(Purpose::nir_index, "nir", canary), canary}));
      return write_search_tokens(tx, *keys, person, id, canary);
    }));
  }
  Blob blob_from(const char* sql, const std::string& id) {
    Blob out;
    REQUIRE_OK(read([&](storage::Transaction& tx) {
      return tx.query(sql, {id}, [&](const storage::Row& row) -> Status {
        out = storage::blob(row.text(0));
        return {};
      });
    }));
    return out;
  }
  Status erase(const std::string& person) {
    return erasures->erase({person, "request", "demande écrite", "account:ana"});
  }
};

// What must not be found any more.
struct Traces {
  std::vector<std::pair<std::string, std::string>> named;  // what it is, its bytes
  void add(const std::string& name, const Blob& blob) {
    REQUIRE(blob.size() >= 16);
    named.push_back({name, std::string(blob.begin(), blob.end())});
  }
  std::set<std::string> found_in(const std::string& path) const {
    const auto text = file_text(path);
    std::set<std::string> out;
    for (const auto& [name, bytes] : named)
      if (text.find(bytes) != std::string::npos) out.insert(name);
    return out;
  }
};

Traces traces_of(Registry& registry, const std::string& person) {
  Traces out;
  // Without version, key number and nonce: what only this person has.
  out.add("wrapped key",
          registry.blob_from("SELECT wrapped FROM core_person_key WHERE person = $1", person));
  for (int i = 0; i < 20; ++i) {
    const auto id = person + std::to_string(i);
    out.add("sealed " + id, registry.blob_from("SELECT sealed FROM core_field WHERE id = $1", id));
    out.add("index " + id, registry.blob_from("SELECT nir FROM core_field WHERE id = $1", id));
    // Of a word that nobody else has.
    out.add("token " + id,
            registry.blob_from("SELECT MIN(token) FROM core_search_token WHERE field = $1 AND "
                               "token NOT IN (SELECT token FROM core_search_token WHERE person "
                               "LIKE 'other%')",
                               id));
    out.named.push_back({"plain " + id, "canary-" + id + "-"});
  }
  return out;
}

void fill(Registry& registry, const std::string& person) {
  registry.add_person(person);
  for (int i = 0; i < 20; ++i) {
    const auto id = person + std::to_string(i);
    registry.field(person, id, "canary-" + id + "-" + std::string(size_t(i) * 40, 'x'));
  }
}

}  // namespace

TEST_CASE("after erasure and scrub no byte of the person is in the file, its log or a backup") {
  Registry registry;
  for (int i = 10; i < 30; ++i) fill(registry, "other" + std::to_string(i));
  fill(registry, "canary");
  for (int i = 30; i < 40; ++i) fill(registry, "other" + std::to_string(i));
  const auto traces = traces_of(registry, "canary");
  const auto path = registry.scratch.path(), wal = path + "-wal";
  const auto old_backup = registry.scratch.path("old.db"), later = registry.scratch.path("new.db");
  REQUIRE_OK(registry.database->backup_to(old_backup, nullptr));
  auto present = traces.found_in(path);
  present.merge(traces.found_in(wal));
  CHECK(present.size() == traces.named.size());  // the test can see what it looks for
  CHECK(traces.found_in(old_backup).size() == traces.named.size());

  const auto sealed = registry.blob_from("SELECT sealed FROM core_field WHERE id = $1", "canary0");
  REQUIRE_OK(registry.erase("canary"));
  CHECK(registry.opened({"core_field", "sealed", "canary0"}, "canary", sealed).error().code ==
        Code::not_found);
  auto left = traces.found_in(path);
  left.merge(traces.found_in(wal));
  CHECK_FALSE(left.empty());  // deleting alone is not enough
  REQUIRE_OK(registry.erasures->scrub());
  CHECK(traces.found_in(path) == std::set<std::string>{});
  CHECK(traces.found_in(wal) == std::set<std::string>{});
  REQUIRE_OK(registry.database->backup_to(later, nullptr));
  CHECK(traces.found_in(later) == std::set<std::string>{});
  CHECK(*storage::number(*registry.database, "SELECT COUNT(*) FROM core_field") == 600);
  CHECK(*registry.opened({"core_field", "sealed", "other150"}, "other15",
                         registry.blob_from("SELECT sealed FROM core_field WHERE id = $1",
                                            "other150")) == "canary-other150-");
}

TEST_CASE("a backup of before is made to forget who was erased since") {
  Registry registry;
  fill(registry, "canary");
  fill(registry, "other");
  const auto traces = traces_of(registry, "canary");
  const auto backup = registry.scratch.path("backup.db"), path = registry.scratch.path();
  REQUIRE_OK(registry.database->backup_to(backup, nullptr));
  REQUIRE_OK(registry.erase("canary"));
  // The restore: the file of then in the place of today's.
  registry.erasures.reset();
  registry.keys.reset();
  registry.database.reset();
  std::filesystem::copy_file(backup, path, std::filesystem::copy_options::overwrite_existing);
  registry.reopen();
  const auto blob = registry.blob_from("SELECT sealed FROM core_field WHERE id = $1", "canary0");
  CHECK_FALSE(blob.empty());
  CHECK(*registry.erasures->settle() == 1);
  CHECK(*registry.erasures->settle() == 0);
  CHECK(registry.opened({"core_field", "sealed", "canary0"}, "canary", blob).error().code ==
        Code::not_found);
  REQUIRE_OK(registry.erasures->scrub());
  CHECK(traces.found_in(path) == std::set<std::string>{});
  CHECK(traces.found_in(path + "-wal") == std::set<std::string>{});
  CHECK(*storage::number(*registry.database, "SELECT COUNT(*) FROM core_field") == 20);
}

TEST_CASE("an erasure tells modules, is recorded, and happens once") {
  Registry registry;
  fill(registry, "canary");
  CHECK(registry.erase("nobody").error().code == Code::not_found);
  REQUIRE_OK(registry.erase("canary"));
  CHECK(registry.erase("canary").error().code == Code::not_found);
  const auto count = [&](const std::string& sql) {
    return *storage::number(*registry.database, sql);
  };
  CHECK(count("SELECT COUNT(*) FROM core_event WHERE type = 'core.person_erased/1'") == 1);
  CHECK(count("SELECT COUNT(*) FROM core_job WHERE operation = 'privacy.scrub'") == 1);
  CHECK(count("SELECT COUNT(*) FROM core_erasure WHERE person = 'canary' AND ground = 'request'") ==
        1);
  CHECK(registry.erasures->log().read()->size() == 1);
}

TEST_CASE("an erasure whose line was lost comes into the list; a changed list is refused") {
  Registry registry;
  for (const auto* person : {"a", "b", "c"}) {
    registry.add_person(person);
    REQUIRE_OK(registry.erase(person));
  }
  const auto whole = file_text(registry.log_path);
  const auto write_log = [&](const std::string& text) {
    std::ofstream(registry.log_path, std::ios::binary) << text;
  };
  // Cut anywhere: whole again after settle().
  for (size_t size = 0; size <= whole.size(); size += 7) {
    write_log(whole.substr(0, size));
    REQUIRE(registry.erasures->settle().ok());
    CHECK(file_text(registry.log_path) == whole);
  }
  std::mt19937 random(5);
  for (int i = 0; i < 50; ++i) {
    auto changed = whole;
    // Of the last newline nothing can be told but that a crash cut it off.
    auto& byte = changed[random() % (changed.size() - 1)];
    byte = byte == 'x' ? 'y' : 'x';
    write_log(changed);
    CHECK_FALSE(registry.erasures->settle().ok());
  }
  write_log(whole);
  CHECK(registry.erasures->settle().ok());
}
