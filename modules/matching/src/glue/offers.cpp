#include "aksis/cpp/fold.hpp"
#include "offer_rows.hpp"
#include "operations.hpp"

namespace aksis::matching {

namespace {

constexpr int64_t kListDefault = 20;
constexpr int64_t kExpireChunk = 500;

// A LIKE pattern for folded text, which holds letters, digits and blanks only.
std::string contains(std::string_view text) {
  return "%" + fold(text) + "%";
}

void write_stored(json::Writer& out, const StoredOffer& stored) {
  out.object().key("offer");
  write_offer(out, stored.offer);
  out.member("open", !stored.closed).end();
}

std::optional<std::string> given(const json::Value& input, std::string_view name) {
  const auto text = json::text(input, name);
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

Status list_offers(State& state, Request& request) {
  const auto& input = request.input();
  const auto limit = json::integer(input, "limit", kListDefault);
  const auto words = given(input, "q");
  const auto pattern = words ? std::optional<std::string>(contains(*words)) : std::nullopt;
  json::Writer out;
  int64_t last = 0, count = 0;
  AKSIS_TRY(state.host().read([&](Tx& tx) -> Status {
    out.object().key("offers").array();
    count = 0;
    AKSIS_TRY(
        tx.query("SELECT key, body, closed_at FROM mtc_offer WHERE key > $1 "
                 "AND (CAST($2 AS TEXT) IS NULL OR rome_code = $2) "
                 "AND (CAST($3 AS TEXT) IS NULL OR commune = $3) "
                 "AND (CAST($4 AS TEXT) IS NULL OR title_fold LIKE $4) "
                 "AND ($5 = 1 OR closed_at IS NULL) ORDER BY key LIMIT $6",
                 {json::integer(input, "after"), given(input, "rome_code"), given(input, "commune"),
                  pattern, json::boolean(input, "closed") ? 1 : 0, limit},
                 [&](const Columns& row) {
                   last = row.integer(0);
                   ++count;
                   out.object().key("offer").raw(row.text(1)).member("open", row.is_null(2)).end();
                 }));
    out.end();
    if (count == limit) out.member("next", last);
    out.end();
    return {};
  }));
  return request.respond(out.text());
}

Status read_offer(State& state, Request& request) {
  const auto id = json::text(request.input(), "offer");
  std::optional<StoredOffer> stored;
  AKSIS_TRY(state.host().read([&](Tx& tx) -> Status {
    AKSIS_ASSIGN(found, find_offer(tx, id));
    stored = std::move(found);
    return {};
  }));
  request.version(stored->tag);
  json::Writer out;
  write_stored(out, *stored);
  return request.respond(out.text());
}

Status save_offer(State& state, Request& request) {
  const std::string id(json::text(request.input(), "offer"));
  json::Document value;
  value.CopyFrom(request.input(), value.GetAllocator());
  value.AddMember("id", json::Value(id, value.GetAllocator()), value.GetAllocator());
  auto offer = offer_from_json(value);
  if (!offer.ok()) return std::move(offer).error();
  if (offer->created == kNoDay) offer->created = state.today();
  const std::string expected(request.expected_version());
  std::optional<StoredOffer> stored;
  AKSIS_TRY(state.change_offer(id, [&](const Engine& engine) -> Status {
    AKSIS_TRY(state.host().write([&](Tx& tx) -> Status {
      if (!expected.empty()) {
        AKSIS_ASSIGN(present, find_offer(tx, id));
        if (present.tag != expected)
          return said(Code::stale, "somebody else changed the offer; read it again first",
                      "Quelqu’un d’autre a modifié l’offre ; relisez-la d’abord.");
      }
      AKSIS_TRY(upsert_offer(tx, *offer, now_micros()));
      AKSIS_ASSIGN(found, find_offer(tx, id));
      stored = std::move(found);
      return {};
    }));
    engine.store->put(stored->key, stored->offer);
    return {};
  }));
  request.version(stored->tag);
  json::Writer out;
  write_stored(out, *stored);
  return request.respond(out.text());
}

Status close_offer(State& state, Request& request) {
  const std::string id(json::text(request.input(), "offer"));
  std::optional<StoredOffer> stored;
  AKSIS_TRY(state.change_offer(id, [&](const Engine& engine) -> Status {
    AKSIS_TRY(state.host().write([&](Tx& tx) -> Status {
      AKSIS_ASSIGN(found, find_offer(tx, id));
      const auto now = now_micros();
      AKSIS_TRY(
          tx.execute("UPDATE mtc_offer SET closed_at = $2, closed_why = 'closed', ver = ver + 1, "
                     "updated_at = $2 WHERE id = $1 AND closed_at IS NULL",
                     {id, now}));
      stored = std::move(found);
      stored->closed = true;
      return {};
    }));
    engine.store->remove(stored->key);
    return {};
  }));
  json::Writer out;
  write_stored(out, *stored);
  return request.respond(out.text());
}

Status close_expired(State& state, Request& request) {
  const auto today = state.today();
  int64_t closed = 0;
  for (bool more = true; more && !request.cancelled();) {
    AKSIS_TRY(state.change_many([&](const Engine& engine) -> Status {
      std::vector<OfferKey> keys;
      AKSIS_TRY(state.host().write([&](Tx& tx) -> Status {
        keys.clear();
        return tx.query(
            "UPDATE mtc_offer SET closed_at = $2, closed_why = 'expired', ver = ver + 1, "
            "updated_at = $2 WHERE key IN (SELECT key FROM mtc_offer WHERE expires < $1 AND "
            "closed_at IS NULL "
            "ORDER BY key LIMIT $3) RETURNING key",
            {today, now_micros(), kExpireChunk},
            [&](const Columns& row) { keys.push_back(static_cast<OfferKey>(row.integer(0))); });
      }));
      std::vector<Store::Change> changes;
      for (const auto key : keys) changes.push_back({key, nullptr});
      engine.store->apply(changes);
      closed += static_cast<int64_t>(keys.size());
      more = keys.size() == size_t(kExpireChunk);
      return {};
    }));
  }
  return request.respond(json::Writer().object().member("closed", closed).end().text());
}

}  // namespace aksis::matching
