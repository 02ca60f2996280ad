// Answers already given, so that a request sent twice changes things once. Claims live in memory,
// answers in core_idempotency for a day. Any thread.
//
// Answers name people, and bodies are short enough to be guessed from a hash: the row is found by a
// keyed token of the request, and sealed with a key made of the tenant's and of the caller's own
// Idempotency-Key, which stands nowhere here. So a stolen file tells nothing of it, and neither
// does it after an erasure.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "http/idempotency.hpp"
#include "operations/registry.hpp"
#include "privacy/keyring.hpp"
#include "storage/database.hpp"

namespace aksis::app {

class IdempotencyTable final : public http::IdempotencyStore {
 public:
  IdempotencyTable(storage::Database& database, const Clock& clock, const privacy::Keyring& keyring)
      : database_(database), clock_(clock), keyring_(keyring) {}

  Result<Claim> claim(const http::IdempotencyKey& key, std::string_view body_hash) override;
  Status finish(const http::IdempotencyKey& key, const http::StoredAnswer& answer) override;
  void release(const http::IdempotencyKey& key) override;

  // The operation that forgets answers older than a day.
  static Status offer_operations(operations::Registry& registry, storage::Database& database,
                                 const Clock& clock);
  static constexpr const char* kPurgeOperation = "core.purge_idempotency";

 private:
  Result<Claim> stored(const http::IdempotencyKey& key, std::string_view body_hash) const;

  storage::Database& database_;
  const Clock& clock_;
  const privacy::Keyring& keyring_;
  std::mutex mutex_;
  std::map<std::string, std::string> running_;  // key → hash of the body
};

}  // namespace aksis::app
