// What the core keeps of people, over the database of a test host: tables, keys, holders, erasures.
// For tests of modules that seal what they keep. One thread.
#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "events/outbox.hpp"
#include "modules/module_host.hpp"
#include "privacy/operations.hpp"
#include "record/operations.hpp"
#include "record/person_holder.hpp"
#include "storage/migrations.hpp"

namespace aksis::modules {

class KeptPeople {
 public:
  // `folder` takes the key file and the list of erasures.
  KeptPeople(storage::Database& database, std::string folder, const Clock& clock)
      : folder_(std::move(folder)), database_(database), clock_(clock) {
    must(storage::migrate(database, "core.events", events::migrations()));
    must(storage::migrate(database, "core.privacy", privacy::migrations()));
    must(storage::migrate(database, "core.record", record::migrations()));
    auto opened = privacy::Keyring::open(database, privacy::key_file(folder_ + "/kek"), clock);
    must(opened.ok() ? Status() : Status(opened.error()));
    keys = *std::move(opened);
    forget_modules();
  }

  // Before modules are loaded, again too: their holders go with them.
  void forget_modules() {
    holders = privacy::Holders();
    must(holders.add(privacy::own_holder()));
    must(holders.add(record::record_holder(*keys, clock_)));
  }
  void offer(Options& options) {
    options.holders = &holders;
    options.keys = keys.get();
  }
  void offer_operations(operations::Registry& registry) {
    must(record::add_operations(registry, database_, clock_, keys.get()));
    must(privacy::add_operations(registry, database_, *keys, holders, erasures, clock_));
  }
  // With a key, unless the person is of a time before keys. The id is the reference.
  void add(std::string_view id, bool with_key = true) {
    must(database_.write([&](storage::Transaction& tx) -> Status {
      AKSIS_TRY(
          tx.execute("INSERT INTO core_person (id, reference, created_at, version) "
                     "VALUES ($1, $1, 1, 1)",
                     {id}));
      return with_key ? keys->create_person_key(tx, id) : Status();
    }));
  }
  void erase(std::string_view person) {
    must(erasures.erase({person, "request", "lettre du 3", "account:ana"}));
  }
  json::Document exported(std::string_view person) {
    std::string text;
    must(database_.read([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(made, privacy::export_person(tx, holders, person, clock_));
      text = std::move(made);
      return {};
    }));
    auto parsed = json::parse(text);
    REQUIRE(parsed.ok());
    return *std::move(parsed);
  }
  int64_t key_faults() {
    auto check = privacy::verify_keys(database_, *keys, holders, {});
    REQUIRE(check.ok());
    for (const auto& fault : check->faults) UNSCOPED_INFO(fault.table << " " << fault.what);
    return check->fault_count;
  }
  // Whether the text stands in the database's file or its log.
  static bool in_file(const std::string& path, std::string_view text) {
    for (const auto& part : {path, path + "-wal"}) {
      std::ifstream file(part, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      if (bytes.find(text) != std::string::npos) return true;
    }
    return false;
  }

 private:
  static void must(const Status& status) {
    INFO((status.ok() ? std::string() : status.error().message));
    REQUIRE(status.ok());
  }
  std::string folder_;
  storage::Database& database_;
  const Clock& clock_;

 public:
  std::unique_ptr<privacy::Keyring> keys;
  privacy::Holders holders;
  privacy::Erasures erasures{database_, holders, folder_ + "/erasures.log", clock_};
};

}  // namespace aksis::modules
