// Keys of programs that call the API. A key is 256 random bits, shown once and stored as SHA-256:
// nothing to guess, so no slow hash. load(): main thread; the rest: any thread.
#pragma once

#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::app {

class ApiKeys {
 public:
  ApiKeys(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  // Reads the keys that are not revoked.
  Status load();

  struct Created {
    std::string id, key;
  };
  Result<Created> create(std::string_view name);
  // Code::not_found when there is no such key; a key revoked before stays so.
  Status revoke(std::string_view id);
  // Writes {"items": [{"id","name","created_at","revoked_at"}]}.
  Result<std::string> list() const;
  // Whether a key was ever made.
  Result<bool> any() const;

  // The caller behind a key; looks at memory only.
  Result<operations::Principal> authenticate(std::string_view key) const;

  // apikey.create, apikey.list, apikey.revoke: on this machine only.
  Status offer_operations(operations::Registry& registry);

 private:
  storage::Database& database_;
  const Clock& clock_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, std::string> id_of_hash_;
};

}  // namespace aksis::app
