#include "app/instance/idempotency_store.hpp"

namespace aksis::app {
namespace {

constexpr Micros kKept = kDay;

// The parts cannot hold NUL: HTTP headers and ids refuse it.
std::string joined(const http::IdempotencyKey& key) {
  return key.principal + '\0' + key.operation + '\0' + key.key;
}

}  // namespace

Result<http::IdempotencyStore::Claim> IdempotencyTable::claim(const http::IdempotencyKey& key,
                                                              std::string_view body_hash) {
  {
    const std::lock_guard lock(mutex_);
    const auto [held, mine] = running_.emplace(joined(key), body_hash);
    if (!mine) return Claim{held->second == body_hash ? State::running : State::mismatch, {}};
  }
  auto claim = stored(key, body_hash);
  if (!claim.ok() || claim->state != State::fresh) release(key);
  return claim;
}

Result<http::IdempotencyStore::Claim> IdempotencyTable::stored(const http::IdempotencyKey& key,
                                                               std::string_view body_hash) const {
  Claim claim;
  AKSIS_TRY(database_.read([&](storage::Transaction& tx) {
    return tx.query(
        "SELECT body_hash, status, body, etag FROM core_idempotency "
        "WHERE principal = $1 AND operation = $2 AND idempotency_key = $3 AND answered_at > $4",
        {std::string_view(key.principal), std::string_view(key.operation),
         std::string_view(key.key), clock_.now() - kKept},
        [&](const storage::Row& row) -> Status {
          claim.state = row.text(0) == body_hash ? State::done : State::mismatch;
          claim.answer = {static_cast<int>(row.integer(1)), std::string(row.text(2)),
                          std::string(row.text(3))};
          return {};
        });
  }));
  return claim;
}

Status IdempotencyTable::finish(const http::IdempotencyKey& key, const http::StoredAnswer& answer) {
  std::string hash;
  {
    const std::lock_guard lock(mutex_);
    const auto held = running_.find(joined(key));
    if (held == running_.end()) return internal("an Idempotency-Key was finished unclaimed");
    hash = held->second;
  }
  auto written = database_.write([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(tx.execute(
        "INSERT INTO core_idempotency "
        "(principal, operation, idempotency_key, body_hash, status, body, etag, answered_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
        "ON CONFLICT (principal, operation, idempotency_key) DO UPDATE SET "
        "body_hash = excluded.body_hash, status = excluded.status, body = excluded.body, "
        "etag = excluded.etag, answered_at = excluded.answered_at",
        {std::string_view(key.principal), std::string_view(key.operation),
         std::string_view(key.key), std::string_view(hash), int64_t{answer.status},
         std::string_view(answer.body), std::string_view(answer.etag), clock_.now()}));
    return {};
  });
  release(key);
  return written;
}

void IdempotencyTable::release(const http::IdempotencyKey& key) {
  const std::lock_guard lock(mutex_);
  running_.erase(joined(key));
}

Status IdempotencyTable::offer_operations(operations::Registry& registry,
                                          storage::Database& database, const Clock& clock) {
  return registry.add({
      .id = kPurgeOperation,
      .kind = operations::Kind::write,
      .summary_fr = "Oublie les réponses gardées plus d'un jour pour les clés d'idempotence",
      .summary_en = "Forgets answers kept for idempotency keys for more than a day",
      .permission = "core.maintain",
      .upkeep = true,
      .input_schema = R"({"type":"object","properties":{}})",
      .handler = [&database, &clock](operations::Call&) -> Status {
        return database.write([&](storage::Transaction& tx) -> Status {
          AKSIS_TRY(tx.execute("DELETE FROM core_idempotency WHERE answered_at <= $1",
                               {clock.now() - kKept}));
          return {};
        });
      },
  });
}

}  // namespace aksis::app
