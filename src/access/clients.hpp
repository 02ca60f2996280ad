// Programs that call the API: each with rights × scope, an end and a pace. A key is 256 random
// bits, shown once and stored as SHA-256: nothing to guess, so no slow hash. load(): main thread;
// the rest: any thread.
#pragma once

#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::access {

inline constexpr int64_t kClientDaysMax = 730;
inline constexpr int64_t kClientDaysDefault = 365;

struct Client {
  std::string id;  // UUIDv7
  std::string name;
  std::string organisation;  // id; empty: it sees nobody's record unless a scope is "all"
  std::vector<operations::Grant> grants;
  int64_t requests_per_second = 0;  // 0: as the server allows
  Micros created_at = 0;
  std::string created_by;
  Micros expires_at = 0;
  std::optional<Micros> revoked_at;
  std::optional<Micros> suspended_at;  // by an alarm of mass reading (volume_guard.hpp)
};

class Clients {
 public:
  Clients(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  // Reads the clients that are not revoked.
  Status load();

  struct Created {
    Client client;
    std::string key;  // "aksis_…", which exists nowhere else
  };
  // `wanted` with name, grants, expires_at …; Code::invalid: no grant, an unknown organisation, an
  // end in the past or beyond kClientDaysMax.
  Result<Created> create(Client wanted);
  // Code::not_found when there is no such client; one revoked before stays so. Its calls are
  // refused from the next one on.
  Status revoke(std::string_view id);
  // Those of an organisation; without one: all.
  Result<std::vector<Client>> list(const std::optional<std::string>& organisation) const;
  // Refuses its key until release_client() and load(). `principal`: "client:ID".
  Status suspend(std::string_view principal);

  // The caller behind a key; looks at memory only. Code::unauthenticated: no such key, revoked,
  // suspended, or past its end.
  Result<operations::Principal> authenticate(std::string_view key) const;

  // clients.create|list|revoke; commands `apikey create|list|revoke`.
  Status offer_operations(operations::Registry& registry);

 private:
  struct Known {
    operations::Principal principal;
    Micros expires_at = 0;
    bool suspended = false;
  };
  static Known known_of(const Client& client);

  storage::Database& database_;
  const Clock& clock_;
  std::mutex turn_;  // of changes; taken before mutex_
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, Known> by_hash_;
};

// What stands before a program's id in its principal, and wherever programs stand beside accounts.
inline constexpr std::string_view kClientPrefix = "client:";

// By id or "client:ID", whatever its state; nothing: no such one. Inside a body, as the next ones.
Result<std::optional<Client>> read_client(storage::Transaction& tx, std::string_view id);
// "active", "locked" (suspended), or "disabled" (revoked), as accounts are; nothing: no such one.
Result<std::optional<std::string>> client_state(storage::Transaction& tx,
                                                std::string_view principal);
// After the commit, Clients::load() lets its key open again.
Status release_client(storage::Transaction& tx, std::string_view principal);

}  // namespace aksis::access
