#include "app/instance/protection.hpp"

#include <fmt/format.h>

#include <vector>

#include "access/account_states.hpp"
#include "access/broken_glass.hpp"
#include "access/factor_ports.hpp"
#include "access/opened_holder.hpp"
#include "access/roles.hpp"
#include "access/webauthn_kind.hpp"
#include "app/config/identity_providers.hpp"
#include "app/instance/audit_notes.hpp"
#include "app/instance/public_address.hpp"
#include "audit/operations.hpp"
#include "base/log.hpp"
#include "privacy/operations.hpp"
#include "privacy/pkcs11_token.hpp"
#include "record/operations.hpp"
#include "record/person_holder.hpp"

namespace aksis::app {
namespace {

using storage::Row;
using storage::Transaction;

access::SessionLimits session_limits(const Config& config) {
  access::SessionLimits out;
  out.idle = config.integer("access.idle_minutes") * kMinute;
  out.absolute = config.integer("access.session_hours") * kHour;
  return out;
}

access::VolumeRules volume_rules(const Config& config) {
  access::VolumeRules out;
  out.records_max = config.integer("access.records_a_day_max");
  out.records_free = std::min(out.records_max, config.integer("access.records_a_day_free"));
  out.shown_max = config.integer("access.shown_a_day_max");
  return out;
}

access::GlassRules glass_rules(const Config& config) {
  access::GlassRules out;
  out.a_day_max = config.integer("access.broken_glass_a_day_max");
  return out;
}

// Empty when there is none.
Result<std::string> account_name(Transaction& tx, std::string_view id) {
  const auto account = access::read_account(tx, id);
  if (account.ok()) return account->name;
  if (account.error().code == Code::not_found) return std::string();
  return account.error();
}

// The key's file: beside the database unless the configuration names another place.
std::unique_ptr<privacy::KeySource> key_source(const Config& config, const DataFolder& folder,
                                               const Clock& clock) {
  if (const auto credential = config.text("privacy.key_credential"); !credential.empty())
    return privacy::systemd_credential(credential);
  if (const auto library = config.text("privacy.pkcs11_library"); !library.empty())
    return privacy::pkcs11_token({.library = library,
                                  .token = config.text("privacy.pkcs11_token"),
                                  .pin_file = config.text("privacy.pkcs11_pin_file")},
                                 clock);
  const auto file = config.text("privacy.key_file");
  return privacy::key_file(file.empty() ? folder.path + "/aksis.key" : file);
}

// Secrets of accounts, sealed with the agency's own key: their one column for now.
privacy::Holder account_secrets() {
  privacy::Holder out;
  out.name = "accounts";
  out.title_fr = "Comptes";
  out.sealed = {{"core_totp", "secret", "", "id"}};
  return out;
}

// "core_totp.secret/ID" as access names it.
privacy::Place place_of(std::string_view text) {
  const auto dot = text.find('.'), slash = text.find('/');
  return {text.substr(0, dot), text.substr(dot + 1, slash - dot - 1), text.substr(slash + 1)};
}

}  // namespace

// Secrets of accounts, sealed with the agency's own key.
class Protection::SealedSecrets final : public access::Secrets {
 public:
  explicit SealedSecrets(privacy::Keyring& keyring) : keyring_(keyring) {}
  Result<storage::Blob> seal(Transaction& tx, std::string_view place,
                             std::string_view text) override {
    return keyring_.seal_tenant(tx, place_of(place), text);
  }
  Result<std::string> open(Transaction& tx, std::string_view place,
                           std::string_view sealed) override {
    return keyring_.open_tenant(tx, place_of(place), storage::blob(sealed));
  }
  storage::Blob derive(std::string_view use, std::string_view value) const override {
    return keyring_.index(privacy::Purpose::search, use, value);
  }

 private:
  privacy::Keyring& keyring_;
};

Protection::Protection(const Config& config, storage::Database& database, const Clock& clock)
    : config_(config),
      database_(database),
      clock_(clock),
      filer_(database),
      clients_(database, clock),
      guard_(database, clock, volume_rules(config),
             [this](const std::string& account) { return suspend(account); }),
      gate_(database, clock, guard_) {}

Protection::~Protection() {
  filer_.stop();
  if (checkpointer_) checkpointer_->stop();
}

Result<std::unique_ptr<Protection>> Protection::open(const Config& config, const DataFolder& folder,
                                                     storage::Database& database,
                                                     const Clock& clock) {
  std::unique_ptr<Protection> made(new Protection(config, database, clock));
  AKSIS_TRY(made->start(folder));
  return made;
}

Status Protection::start(const DataFolder& folder) {
  AKSIS_ASSIGN(keyring,
               privacy::Keyring::open(database_, key_source(config_, folder, clock_), clock_));
  keyring_ = std::move(keyring);
  secrets_ = std::make_unique<SealedSecrets>(*keyring_);
  AKSIS_TRY(holders_.add(privacy::own_holder()));
  AKSIS_TRY(holders_.add(account_secrets()));
  AKSIS_TRY(holders_.add(record::record_holder(*keyring_, clock_)));
  AKSIS_TRY(holders_.add(access::opened_holder(unsealer_of(*keyring_))));
  AKSIS_TRY(make_agency_key(database_, *keyring_));
  keyring_->know(holders_);
  AKSIS_TRY(seal_older_words());
  erasures_ = std::make_unique<privacy::Erasures>(database_, holders_,
                                                  folder.path + "/erasures.log", clock_);
  const auto key_file = config_.text("audit.key_file");
  AKSIS_ASSIGN(key,
               audit::SigningKey::open(key_file.empty() ? folder.path + "/audit.key" : key_file,
                                       "aksis/" + keyring_->tenant()));
  signing_key_.emplace(std::move(key));
  checkpointer_ = std::make_unique<audit::Checkpointer>(database_, *signing_key_, clock_);
  AKSIS_TRY(database_.write([](Transaction& tx) { return access::ensure_built_in_roles(tx); }));
  AKSIS_TRY(make_access());
  AKSIS_TRY(access_->load());
  return clients_.load();
}

Status Protection::seal_older_words() {
  AKSIS_ASSIGN(sealed, access::seal_glass_words(database_, sealer_of(*keyring_), clock_));
  if (sealed > 0)
    log::info("access", fmt::format("{} openings without a relation had their reasons in clear: "
                                    "they are sealed",
                                    sealed));
  return {};
}

Result<std::unique_ptr<Protection>> Protection::closed(const Config& config,
                                                       storage::Database& database,
                                                       const Clock& clock) {
  std::unique_ptr<Protection> made(new Protection(config, database, clock));
  made->keyring_ = privacy::Keyring::closed(database, clock);
  made->erasures_ = std::make_unique<privacy::Erasures>(database, made->holders_, "", clock);
  made->signing_key_.emplace(audit::SigningKey::unkept("closed"));
  made->checkpointer_ = std::make_unique<audit::Checkpointer>(database, *made->signing_key_, clock);
  AKSIS_TRY(made->make_access());
  return made;
}

Status Protection::make_access() {
  access::Settings settings;
  settings.sessions = session_limits(config_);
  settings.breached_file = config_.text("access.breached_passwords_file");
  settings.public_url = config_.text("server.public_url");
  AKSIS_ASSIGN(access, access::Access::make(database_, clock_, ports(), std::move(settings)));
  access_ = std::move(access);
  access_->factors().add(access::passkey_kind());
  return {};
}

access::Ports Protection::ports() {
  access::Ports out;
  out.secrets = secrets_.get();
  out.entitlement = [](Transaction& tx, std::string_view id) -> Result<access::Entitlement> {
    AKSIS_ASSIGN(account, access::read_account(tx, id));
    AKSIS_ASSIGN(sum, access::sum_of_roles(tx, account.id));
    return access::Entitlement{
        std::move(sum.grants), std::move(sum.masked), std::move(account.organisation), {}};
  };
  out.audit = [this](Transaction& tx, const access::AuditNote& note) {
    return write_note(tx, note, *keyring_, clock_);
  };
  out.is_last_admin = access::is_last_administrator;
  out.make_admin = [this](Transaction& tx, std::string_view account) {
    return access::give_role(tx, account, access::kAdministrator, "host", clock_.now());
  };
  return out;
}

Status Protection::suspend(const std::string& account) {
  if (account.starts_with(access::kClientPrefix)) return clients_.suspend(account);
  AKSIS_TRY(access::lock_account(access_->parts(), account, "mass reading of records"));
  return access_->sessions().end_all(account);
}

Status Protection::roles_changed(const std::string& account) {
  if (!account.empty()) return access_->sessions().reload(account);
  std::vector<std::string> accounts;
  AKSIS_TRY(database_.read([&](Transaction& tx) {
    accounts.clear();
    return tx.query("SELECT DISTINCT account FROM core_account_role ORDER BY account", {},
                    [&](const Row& row) -> Status {
                      accounts.emplace_back(row.text(0));
                      return {};
                    });
  }));
  for (const auto& one : accounts) AKSIS_TRY(access_->sessions().reload(one));
  return {};
}

Status Protection::offer_operations(operations::Registry& registry) {
  AKSIS_TRY(access_->offer_operations(registry));
  AKSIS_TRY(clients_.offer_operations(registry));
  AKSIS_TRY(
      access::add_role_operations(registry, database_, clock_, [this](const std::string& account) {
        if (const auto done = roles_changed(account); !done.ok())
          log::error("access", "sessions keep the grants of before: " + done.error().message);
      }));
  AKSIS_TRY(access::add_broken_glass_operations(
      registry, database_, glass_rules(config_),
      {.seal = sealer_of(*keyring_), .open = unsealer_of(*keyring_)}, clock_));
  AKSIS_TRY(guard_.offer_operations(registry, {.account =
                                                   [](Transaction& tx, std::string_view account) {
                                                     return access::set_account_state(tx, account,
                                                                                      "active");
                                                   },
                                               .clients = [this] { return clients_.load(); }}));
  AKSIS_TRY(record::add_operations(
      registry, database_, clock_, keyring_.get(),
      [](Transaction& tx, std::string_view login) -> Result<std::string> {
        const auto account = access::read_account(tx, login);
        if (account.ok()) return account->id;
        if (account.error().code == Code::not_found) return std::string();
        return account.error();
      },
      access::accounts_of, account_name));
  AKSIS_TRY(offer_factors(registry));
  AKSIS_TRY(audit::add_operations(registry, {database_, clock_, *signing_key_, *checkpointer_,
                                             unsealer_of(*keyring_), account_name}));
  AKSIS_TRY(privacy::add_operations(registry, database_, *keyring_, holders_, *erasures_, clock_));
  if (is_closed()) return {};
  database_.surround_writes(gate_.surroundings(sealer_of(*keyring_)));
  registry.set_gate(&gate_);
  return {};
}

Status Protection::offer_factors(operations::Registry& registry) {
  const auto address = public_address(config_);
  const auto ports = access::factor_ports(*access_);
  const auto passkeys = std::make_shared<access::Passkeys>(database_, clock_, address.party, ports);
  AKSIS_TRY(access::add_passkey_operations(registry, passkeys));
  AKSIS_TRY(access::add_passkey_session_operations(registry, passkeys));
  const auto providers = std::make_shared<access::Providers>(database_, clock_, ports);
  if (!is_closed()) {
    AKSIS_ASSIGN(settings, read_identity_providers(config_.text("access.identity_providers_file")));
    for (auto& one : settings)
      AKSIS_TRY(access::add_provider(*providers, std::move(one), access::fetch_by_curl(false)));
  }
  AKSIS_TRY(access::add_oidc_session_operations(registry, providers));
  return access::add_oidc_link_operations(registry, providers);
}

Status Protection::begin() {
  AKSIS_ASSIGN(again, erasures_->settle());
  if (again > 0)
    log::warning("privacy", fmt::format("{} people erased before this backup was restored were "
                                        "erased again",
                                        again));
  filer_.start();
  audit::CheckpointerOptions options;
  options.interval = std::chrono::seconds(config_.integer("audit.checkpoint_seconds"));
  options.witnesses = config_.texts("audit.witnesses");
  return checkpointer_->start(options);
}

Result<operations::Principal> Protection::authenticate(std::string_view key,
                                                       std::string_view session,
                                                       std::string_view peer) const {
  if (key.empty() && !session.empty()) return access_->authenticate(session, peer, clock_.now());
  return clients_.authenticate(key);
}

}  // namespace aksis::app
