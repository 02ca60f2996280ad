#include "app/instance/idempotency_store.hpp"

#include "aksis/cpp/json.hpp"
#include "privacy/sealed_bytes.hpp"

namespace aksis::app {
namespace {

constexpr Micros kKept = kDay;

// The key that never changes: one that did would let a request sent again run again.
constexpr auto kTokens = privacy::Purpose::search;
constexpr std::string_view kRequest = "core_idempotency.request";
constexpr std::string_view kAnswer = "core_idempotency.answer";

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
  const auto request = joined(key);
  storage::Blob sealed;
  AKSIS_TRY(database_.read([&](storage::Transaction& tx) {
    return tx.query("SELECT answer FROM core_idempotency WHERE request = $1 AND answered_at > $2",
                    {keyring_.index(kTokens, kRequest, request), clock_.now() - kKept},
                    [&](const storage::Row& row) -> Status {
                      sealed = storage::blob(row.text(0));
                      return {};
                    });
  }));
  if (sealed.empty()) return Claim{};
  const auto opened =
      privacy::open_bytes(keyring_.index(kTokens, kAnswer, request).data(), kAnswer, sealed);
  if (!opened)
    return internal(
        "the answer kept for this Idempotency-Key does not open: its bytes were changed");
  AKSIS_ASSIGN(answer, json::parse(*opened));
  Claim claim;
  claim.state = json::text(answer, "body_hash") == body_hash ? State::done : State::mismatch;
  claim.answer = {static_cast<int>(json::integer(answer, "status", 0)),
                  std::string(json::text(answer, "body")), std::string(json::text(answer, "etag"))};
  return claim;
}

Status IdempotencyTable::finish(const http::IdempotencyKey& key, const http::StoredAnswer& answer) {
  const auto request = joined(key);
  std::string hash;
  {
    const std::lock_guard lock(mutex_);
    const auto held = running_.find(request);
    if (held == running_.end()) return internal("an Idempotency-Key was finished unclaimed");
    hash = held->second;
  }
  const auto text = json::Writer()
                        .object()
                        .member("body_hash", hash)
                        .member("status", answer.status)
                        .member("body", answer.body)
                        .member("etag", answer.etag)
                        .end()
                        .text();
  const auto token = keyring_.index(kTokens, kRequest, request);
  const auto sealed = privacy::seal_bytes(keyring_.index(kTokens, kAnswer, request).data(),
                                          keyring_.current(kTokens), kAnswer, text);
  auto written = database_.write([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(
        tx.execute("INSERT INTO core_idempotency (request, answer, answered_at) "
                   "VALUES ($1, $2, $3) ON CONFLICT (request) DO UPDATE SET "
                   "answer = excluded.answer, answered_at = excluded.answered_at",
                   {token, sealed, clock_.now()}));
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
      .summary_fr = "Oublie les réponses gardées plus d’un jour pour les clés d’idempotence",
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
