// Answers already given, so that a request sent twice changes things once. Claims live in memory,
// answers in core_idempotency for a day. Any thread.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "http/idempotency.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::app {

class IdempotencyTable final : public http::IdempotencyStore {
 public:
  IdempotencyTable(storage::Database& database, const Clock& clock)
      : database_(database), clock_(clock) {}

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
  std::mutex mutex_;
  std::map<std::string, std::string> running_;  // key → hash of the body
};

}  // namespace aksis::app
