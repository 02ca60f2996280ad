// Record, access, audit and privacy over one database, put together as the program does, with
// accounts made at once and callers that need no browser. One a test.
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "access/account_states.hpp"
#include "access/broken_glass.hpp"
#include "access/clients.hpp"
#include "access/gate.hpp"
#include "access/roles.hpp"
#include "access/volume_guard.hpp"
#include "audit/facts.hpp"
#include "audit/sealed_reason.hpp"
#include "audit/search.hpp"
#include "bench.hpp"
#include "privacy/keyring.hpp"

namespace aksis::access {

// Secrets of accounts under the agency's own key.
class TenantSecrets final : public Secrets {
 public:
  explicit TenantSecrets(privacy::Keyring& keyring) : keyring_(keyring) {}
  Result<storage::Blob> seal(storage::Transaction& tx, std::string_view place,
                             std::string_view text) override {
    return keyring_.seal_tenant(tx, {"access", "secret", place}, text);
  }
  Result<std::string> open(storage::Transaction& tx, std::string_view place,
                           std::string_view sealed) override {
    return keyring_.open_tenant(tx, {"access", "secret", place},
                                storage::Blob(sealed.begin(), sealed.end()));
  }
  storage::Blob derive(std::string_view use, std::string_view value) const override {
    return keyring_.index(privacy::Purpose::search, use, value);
  }

 private:
  privacy::Keyring& keyring_;
};

struct Asked {
  Answer answer;
  std::string request;  // names the call in the audit
  Code code() const { return answer.code(); }
  bool ok() const { return answer.status.ok(); }
  std::string text(std::string_view member) const { return answer.text(member); }
  std::string why() const { return ok() ? "" : answer.status.error().message; }
};

inline constexpr const char* kGlassReason = "Coupure d'electricite annoncee ce matin a l'accueil";

struct House {
  storage::Scratch scratch;
  TestClock clock;
  std::unique_ptr<storage::Database> database;
  VolumeRules volume;
  GlassRules glass;
  std::unique_ptr<privacy::Keyring> keyring;
  std::unique_ptr<TenantSecrets> secrets;
  std::unique_ptr<Access> access;
  std::unique_ptr<Clients> clients;
  std::unique_ptr<VolumeGuard> guard;
  std::unique_ptr<RecordGate> gate;
  std::unique_ptr<operations::Registry> registry;
  std::atomic<int> suspended = 0;
  std::atomic<int> requests = 0;
  std::function<void(operations::Registry&, House&)> more;  // operations of the test's own

  explicit House(VolumeRules rules = {}, GlassRules reasons = {},
                 std::function<void(operations::Registry&, House&)> with = {})
      : volume(rules), glass(reasons), more(std::move(with)) {
    start();
  }

  // As a process that starts on this folder.
  void start() {
    registry.reset();
    gate.reset();
    guard.reset();
    clients.reset();
    access.reset();
    secrets.reset();
    keyring.reset();
    database.reset();
    database = scratch.open();
    migrate_all();
    auto keys = privacy::Keyring::open(*database,
                                       privacy::key_file(scratch.folder() + "/aksis.key"), clock);
    INFO(storage::message(keys));
    REQUIRE(keys.ok());
    keyring = *std::move(keys);
    secrets = std::make_unique<TenantSecrets>(*keyring);
    REQUIRE_OK(write([](storage::Transaction& tx) { return ensure_built_in_roles(tx); }));
    auto made = Access::make(*database, clock, ports(), Bench::cheap());
    INFO(storage::message(made));
    REQUIRE(made.ok());
    access = *std::move(made);
    REQUIRE_OK(access->load());
    clients = std::make_unique<Clients>(*database, clock);
    REQUIRE_OK(clients->load());
    guard = std::make_unique<VolumeGuard>(
        *database, clock, volume, [this](const std::string& account) -> Status {
          ++suspended;
          if (account.starts_with(kClientPrefix)) return clients->suspend(account);
          AKSIS_TRY(lock_account(access->parts(), account, "mass reading of records"));
          return access->sessions().end_all(account);
        });
    gate = std::make_unique<RecordGate>(*database, clock, *guard);
    offer();
  }

  void migrate_all() const {
    REQUIRE_OK(storage::migrate(*database, "core.events", events::migrations()));
    REQUIRE_OK(storage::migrate(*database, "core.privacy", privacy::migrations()));
    REQUIRE_OK(storage::migrate(*database, "core.audit", audit::migrations()));
    REQUIRE_OK(storage::migrate(*database, "core.record", record::migrations()));
    REQUIRE_OK(storage::migrate(*database, "core.access", migrations()));
  }

  Ports ports() {
    Ports out;
    out.secrets = secrets.get();
    out.entitlement = [](storage::Transaction& tx, std::string_view id) -> Result<Entitlement> {
      AKSIS_ASSIGN(account, read_account(tx, id));
      AKSIS_ASSIGN(sum, sum_of_roles(tx, account.id));
      return Entitlement{
          std::move(sum.grants), std::move(sum.masked), std::move(account.organisation), {}};
    };
    out.audit = [this](storage::Transaction& tx, const AuditNote& note) -> Status {
      audit::Entry entry;
      entry.at = clock.now();
      entry.kind = note.kind;
      entry.actor = note.by;
      entry.object = "account:" + note.account;
      entry.module = "core";
      entry.outcome = note.outcome;
      AKSIS_TRY(audit::append(tx, entry));
      return {};
    };
    out.is_last_admin = is_last_administrator;
    out.make_admin = [this](storage::Transaction& tx, std::string_view account) {
      return give_role(tx, account, kAdministrator, "host", clock.now());
    };
    return out;
  }

  void offer() {
    registry = std::make_unique<operations::Registry>(clock);
    REQUIRE_OK(record::add_operations(*registry, *database, clock, keyring.get(), {}, accounts_of));
    REQUIRE_OK(access->offer_operations(*registry));
    REQUIRE_OK(clients->offer_operations(*registry));
    REQUIRE_OK(add_role_operations(*registry, *database, clock,
                                   [this](const std::string& account) { reload(account); }));
    REQUIRE_OK(add_broken_glass_operations(*registry, *database, glass, {seal(), unseal()}, clock));
    REQUIRE_OK(guard->offer_operations(
        *registry,
        {.account = [](storage::Transaction& tx,
                       std::string_view id) { return set_account_state(tx, id, "active"); },
         .clients = [this] { return clients->load(); }}));
    if (more) more(*registry, *this);
    registry->set_check_answers(true);
    registry->set_gate(gate.get());
    database->surround_writes(gate->surroundings(seal()));
  }

  static constexpr privacy::Place kSealedAt = {"core_audit_entry", "details", "details"};

  // With the person's key, else with the agency's own.
  audit::Sealer seal() {
    return [this](storage::Transaction& tx, std::string_view person,
                  std::string_view plain) -> Result<std::string> {
      const auto key = keyring->person_key(tx, person);
      if (!key && key.error().code != Code::not_found) return key.error();
      if (key) {
        const auto sealed = key->seal(kSealedAt, plain);
        return std::string(sealed.begin(), sealed.end());
      }
      AKSIS_ASSIGN(sealed, keyring->seal_tenant(tx, kSealedAt, plain));
      return std::string(sealed.begin(), sealed.end());
    };
  }
  audit::Unsealer unseal() const {
    return [this](storage::Transaction& tx, std::string_view person,
                  std::string_view sealed) -> Result<std::string> {
      const auto key = keyring->person_key(tx, person);
      auto plain = key ? key->open(kSealedAt, storage::blob(sealed))
                       : keyring->open_tenant(tx, kSealedAt, storage::blob(sealed));
      return plain ? *plain : std::string();
    };
  }

  void reload(const std::string& account) {
    if (!account.empty()) {
      REQUIRE_OK(access->sessions().reload(account));
      return;
    }
    for (const auto& one : texts("SELECT id FROM core_account ORDER BY id"))
      REQUIRE_OK(access->sessions().reload(one));
  }

  Status write(const storage::Body& body) const { return database->write(body); }

  std::vector<std::string> texts(std::string_view sql,
                                 const std::vector<storage::Value>& values = {}) const {
    std::vector<std::string> out;
    REQUIRE_OK(database->read([&](storage::Transaction& tx) {
      return tx.query(sql, values, [&](const storage::Row& row) -> Status {
        out.emplace_back(row.text(0));
        return {};
      });
    }));
    return out;
  }
  int64_t count(std::string_view sql, const std::vector<storage::Value>& values = {}) const {
    int64_t out = 0;
    REQUIRE_OK(database->read([&](storage::Transaction& tx) {
      return tx.query(sql, values, [&](const storage::Row& row) -> Status {
        out = row.integer(0);
        return {};
      });
    }));
    return out;
  }

  // Somebody who can sign in.
  std::string account(const std::string& login, const std::string& organisation = {},
                      const std::vector<std::string>& roles = {}) {
    std::string id;
    REQUIRE_OK(write([&](storage::Transaction& tx) -> Status {
      Account made;
      made.login = login;
      made.name = "Compte " + login;
      made.organisation = organisation;
      AKSIS_ASSIGN(kept, create_account(tx, made, clock));
      AKSIS_TRY(set_account_state(tx, kept.id, "active"));
      for (const auto& role : roles) AKSIS_TRY(give_role(tx, kept.id, role, "host", clock.now()));
      id = kept.id;
      return {};
    }));
    return id;
  }
  std::string state_of(const std::string& account) const {
    return texts("SELECT state FROM core_account WHERE id = $1", {account}).at(0);
  }

  // The token of a full session of the account.
  std::string session(const std::string& account) const {
    std::string token;
    REQUIRE_OK(access->sessions().change([&](SessionChange& change) -> Status {
      Session made;
      made.account = account;
      made.stage = Stage::full;
      made.method = "test";
      made.authenticated_at = change.now();
      AKSIS_ASSIGN(opened, change.open(made));
      token = opened;
      return {};
    }));
    return token;
  }
  Result<operations::Principal> signed_in(const std::string& token) const {
    return access->authenticate(token, "192.0.2.7", clock.now());
  }
  // As a new session of the account would be.
  operations::Principal as(const std::string& account) const {
    auto principal = signed_in(session(account));
    REQUIRE(principal.ok());
    return *principal;
  }

  // Any thread.
  Asked ask(const operations::Principal& caller, const std::string& operation,
            const std::string& input) {
    operations::Call call(caller, *json::parse(input));
    call.request_id = fmt::format("r{}", ++requests);
    call.language = "en";
    Asked out{{registry->run(*registry->find(operation), call), json::Document()}, call.request_id};
    check_french(out.answer.status);
    if (out.ok() && !call.response().empty()) out.answer.body = *json::parse(call.response());
    return out;
  }
  Asked host(const std::string& operation, const std::string& input) {
    auto out = ask({"local", true, {"*"}}, operation, input);
    INFO(operation << ": " << out.why());
    REQUIRE(out.ok());
    return out;
  }
  Asked read(const operations::Principal& caller, const std::string& person) {
    return ask(caller, "people.read", fmt::format(R"({{"person":"{}"}})", person));
  }
  Asked break_glass(const operations::Principal& caller, const std::string& person,
                    const std::string& reason = kGlassReason) {
    return ask(caller, "people.break_glass",
               fmt::format(R"({{"person":"{}","reason":"{}"}})", person, reason));
  }

  std::string agency(const std::string& name, const std::string& kind = {},
                     const std::string& code = {}) {
    std::string id;
    REQUIRE_OK(write([&](storage::Transaction& tx) -> Status {
      record::Organisation made;
      made.kind = "agency";
      made.name = name;
      AKSIS_ASSIGN(kept, record::create_organisation(tx, made, clock));
      id = kept.id;
      if (kind.empty()) return {};
      AKSIS_TRY(tx.execute(
          "UPDATE core_organisation SET territory_kind = $1, territory_code = $2 WHERE id = $3",
          {kind, code, id}));
      return {};
    }));
    return id;
  }
  // Nobody accompanies them yet.
  std::string person() {
    return host("people.create", fmt::format(R"({{"reference":"P-{}"}})", ++requests)).text("id");
  }
  void relate(const std::string& person, const std::string& kind, const std::string& holder) {
    host("relations.start",
         fmt::format(R"({{"person":"{}","kind":"{}","holder":"{}","reason":"for the test"}})",
                     person, kind, holder));
  }

  std::vector<audit::Entry> entries(const std::string& request) const {
    std::vector<audit::Entry> out;
    audit::SearchFilter filter;
    filter.limit = 500;
    std::string cursor;
    REQUIRE_OK(database->read([&](storage::Transaction& tx) -> Status {
      out.clear();
      for (int page = 0; page < 1000; ++page) {
        filter.cursor = cursor;
        AKSIS_ASSIGN(found, audit::search(tx, filter));
        for (auto& one : found.entries) {
          if (one.entry.request_id != request) continue;
          // As the log shows it.
          if (one.entry.relation == audit::kBrokenGlass) {
            AKSIS_ASSIGN(reason,
                         audit::open_reason(tx, unseal(), one.entry.person, one.entry.reason));
            one.entry.reason = std::move(reason);
          }
          out.push_back(std::move(one.entry));
        }
        if (!found.next) break;
        cursor = *found.next;
      }
      return {};
    }));
    return out;
  }
  // The one entry of a call.
  audit::Entry entry(const std::string& request) const {
    auto found = entries(request);
    REQUIRE(found.size() == 1);
    return found.front();
  }
};

}  // namespace aksis::access
