// The operations of privacy over a database with keys and one holder of fields. One a test.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "../operations/told.hpp"
#include "keys_bench.hpp"
#include "privacy/operations.hpp"

namespace aksis::privacy {

struct Answer {
  Status status;
  json::Document body;
  std::string text;
  Code code() const { return status.ok() ? Code{0} : status.error().code; }
};

struct OperationsBench : KeysBench {
  Holders holders;
  Erasures erasures{*database, holders, scratch.path("erasures.log"), clock};
  operations::Registry registry{clock};
  std::map<std::string, std::vector<RetentionSubject>> subjects;  // by person
  std::set<std::string> parts_erased;                             // "person category"

  OperationsBench() {
    REQUIRE_OK(storage::run(*database,
                            "CREATE TABLE core_note (id TEXT PRIMARY KEY, person TEXT NOT NULL, "
                            "sealed BLOB)"));
    REQUIRE_OK(
        storage::run(*database, "CREATE TABLE core_factor (id TEXT PRIMARY KEY, secret BLOB)"));
    Holder notes{"notes", "Notes <internes>"};
    notes.show = [this](storage::Transaction& tx, std::string_view person,
                        json::Writer& out) -> Status { return show(tx, person, out); };
    notes.erase = [](storage::Transaction& tx, std::string_view person) -> Status {
      AKSIS_TRY(tx.execute("DELETE FROM core_note WHERE person = $1", {person}));
      return {};
    };
    notes.erase_part = [this](storage::Transaction&, std::string_view person,
                              std::string_view category) -> Status {
      parts_erased.insert(std::string(person) + " " + std::string(category));
      return {};
    };
    notes.subjects = [this](storage::Transaction&, std::string_view after,
                            int64_t limit) -> Result<std::vector<RetentionSubject>> {
      std::vector<RetentionSubject> out;
      for (auto at = subjects.upper_bound(std::string(after)); at != subjects.end() && limit > 0;
           ++at, --limit)
        out.insert(out.end(), at->second.begin(), at->second.end());
      return out;
    };
    notes.sealed = {{"core_note", "sealed", "person", "id"}, {"core_factor", "secret", "", "id"}};
    REQUIRE_OK(holders.add(std::move(notes)));
    REQUIRE_OK(holders.add(own_holder()));
    keys->know(holders);
    REQUIRE_OK(add_operations(registry, *database, *keys, holders, erasures, clock));
    registry.set_check_answers(true);
  }

  Status show(storage::Transaction& tx, std::string_view person, json::Writer& out) {
    AKSIS_ASSIGN(key, keys->person_key(tx, person));
    out.object().key("free_notes").array();
    AKSIS_TRY(tx.query("SELECT id, sealed FROM core_note WHERE person = $1 ORDER BY id", {person},
                       [&](const storage::Row& row) -> Status {
                         AKSIS_ASSIGN(plain, key.open({"core_note", "sealed", row.text(0)},
                                                      storage::blob(row.text(1))));
                         out.value(plain);
                         return {};
                       }));
    out.end().end();
    return {};
  }
  void note(const std::string& person, const std::string& id, const std::string& text) {
    REQUIRE_OK(write([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(blob, keys->seal(tx, {"core_note", "sealed", id}, person, text));
      AKSIS_TRY(tx.execute("INSERT INTO core_note (id, person, sealed) VALUES ($1, $2, $3)",
                           {id, person, blob}));
      return {};
    }));
  }
  void factor(const std::string& id, const std::string& secret) {
    REQUIRE_OK(write([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(blob, keys->seal_tenant(tx, {"core_factor", "secret", id}, secret));
      AKSIS_TRY(tx.execute("INSERT INTO core_factor (id, secret) VALUES ($1, $2)", {id, blob}));
      return {};
    }));
  }
  std::string factor_secret(const std::string& id) {
    std::string out;
    REQUIRE_OK(read([&](storage::Transaction& tx) {
      return tx.query("SELECT secret FROM core_factor WHERE id = $1", {id},
                      [&](const storage::Row& row) -> Status {
                        AKSIS_ASSIGN(plain, keys->open_tenant(tx, {"core_factor", "secret", id},
                                                              storage::blob(row.text(0))));
                        out = std::move(plain);
                        return {};
                      });
    }));
    return out;
  }
  int64_t count(const std::string& sql) { return *storage::number(*database, sql); }

  Answer call(const std::string& operation, const std::string& input = "{}") {
    // Times of a session that has just shown its factors.
    operations::Principal principal{"account:ana", true, {"*"}};
    principal.authenticated_at = clock.now();
    operations::Call call(principal, *json::parse(input));
    call.language = "en";
    const auto* found = registry.find(operation);
    REQUIRE(found);
    Answer answer{registry.run(*found, call), json::Document(), call.response()};
    check_french(answer.status);
    if (!call.response().empty()) answer.body = *json::parse(call.response());
    return answer;
  }
  Answer ok(const std::string& operation, const std::string& input = "{}") {
    auto answer = call(operation, input);
    REQUIRE_OK(answer.status);
    return answer;
  }
};

}  // namespace aksis::privacy
