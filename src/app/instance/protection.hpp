// What stands between callers and people's records: keys, accounts and sessions, client programs,
// the gate, the audit log; put together over one database. Made, started and ended on the main
// thread; authenticate() from any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "access/access.hpp"
#include "access/clients.hpp"
#include "access/gate.hpp"
#include "access/oidc_operations.hpp"
#include "access/volume_guard.hpp"
#include "access/webauthn_operations.hpp"
#include "app/config/config.hpp"
#include "app/instance/data_folder.hpp"
#include "audit/checkpointer.hpp"
#include "audit/filer.hpp"
#include "operations/registry.hpp"
#include "privacy/erasure.hpp"
#include "privacy/keyring.hpp"
#include "storage/database.hpp"

namespace aksis::app {

class Protection {
 public:
  // After the migrations. Code::invalid, with a sentence: keys that are absent or do not fit.
  // The arguments outlive it.
  static Result<std::unique_ptr<Protection>> open(const Config& config, const DataFolder& folder,
                                                  storage::Database& database, const Clock& clock);

  // Over a database that does not answer, for what only looks at the declarations.
  static Result<std::unique_ptr<Protection>> closed(const Config& config,
                                                    storage::Database& database,
                                                    const Clock& clock);

  ~Protection();  // makes the last checkpoint

  // Accounts, factors, roles, clients, glass, alarms, audit, keys, erasure; then every write and
  // every call passes the gate.
  Status offer_operations(operations::Registry& registry);

  // Once the database is in order and the registry full: forgets again who was erased (a restored
  // backup), and begins to make checkpoints.
  Status begin();

  // An API key, else a session's cookie; looks at memory only.
  Result<operations::Principal> authenticate(std::string_view key, std::string_view session,
                                             std::string_view peer) const;

  access::Access& access() { return *access_; }
  access::Clients& clients() { return clients_; }
  access::RecordGate& gate() { return gate_; }
  privacy::Holders& holders() { return holders_; }
  privacy::Keyring& keyring() { return *keyring_; }
  privacy::Erasures* erasures() { return erasures_.get(); }

 private:
  class SealedSecrets;
  Protection(const Config& config, storage::Database& database, const Clock& clock);
  Status start(const DataFolder& folder);
  bool is_closed() const { return !secrets_; }  // only the declarations are looked at
  Status seal_older_words();
  Status make_access();
  Status offer_factors(operations::Registry& registry);
  access::Ports ports();
  Status suspend(const std::string& account);
  Status roles_changed(const std::string& account);

  const Config& config_;
  storage::Database& database_;
  const Clock& clock_;
  std::unique_ptr<privacy::Keyring> keyring_;
  privacy::Holders holders_;
  std::unique_ptr<privacy::Erasures> erasures_;
  std::optional<audit::SigningKey> signing_key_;
  std::unique_ptr<audit::Checkpointer> checkpointer_;
  audit::Filer filer_;
  std::unique_ptr<SealedSecrets> secrets_;
  std::unique_ptr<access::Access> access_;
  access::Clients clients_;
  access::VolumeGuard guard_;
  access::RecordGate gate_;
};

}  // namespace aksis::app
