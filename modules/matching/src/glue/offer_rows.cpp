#include "offer_rows.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>

#include "aksis/cpp/fold.hpp"
#include "catalogue.hpp"

namespace aksis::matching {

int64_t now_micros() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

namespace {

// Milliseconds, then 12 bits of the microseconds within; each later than the one before, so that
// what this process makes is listed in the order it was made.
uint64_t next_instant() {
  static std::atomic<uint64_t> last{0};
  const auto now = static_cast<uint64_t>(now_micros());
  const uint64_t instant = now / 1000 << 12 | now % 1000 * 4096 / 1000;
  uint64_t before = last;
  while (!last.compare_exchange_weak(before, std::max(before + 1, instant))) {
  }
  return std::max(before + 1, instant);
}

}  // namespace

std::string new_id() {
  thread_local std::random_device device;
  const auto draw = [&] { return uint64_t(device()) << 32 | device(); };
  const uint64_t instant = next_instant();
  const uint64_t high = instant >> 12 << 16 | 0x7000 | (instant & 0x0FFF);
  const uint64_t low = uint64_t(1) << 63 | draw() >> 2;
  std::string text;
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) text += '-';
    const uint64_t half = i < 16 ? high : low;
    text += "0123456789abcdef"[half >> (60 - 4 * (i % 16)) & 15];
  }
  return text;
}

Result<Upserted> upsert_offer(Tx& tx, const Offer& offer, int64_t now,
                              std::optional<std::string_view> source) {
  Offer without = offer;
  without.description.clear();
  const auto body = to_json(without);
  // 63 bits, since the database's integers are signed.
  const auto digest = static_cast<int64_t>(stable_hash(body + offer.description) >> 1);
  const auto owner = source ? std::optional<std::string>(*source) : std::nullopt;
  Upserted out;
  bool was_closed = false;
  AKSIS_TRY(tx.query("SELECT closed_at FROM mtc_offer WHERE id = $1", {offer.id},
                     [&](const Columns& row) { was_closed = !row.is_null(0); }));
  AKSIS_TRY(tx.query(
      "INSERT INTO mtc_offer (key, id, title, title_fold, rome_code, commune, created, expires, "
      "closed_at, body, description, digest, ver, updated_at, source) "
      "VALUES ((SELECT COALESCE(MAX(key), 0) + 1 FROM mtc_offer), $1, $2, $3, $4, $5, $6, $7, "
      "NULL, $8, $9, $10, 1, $11, $12) "
      "ON CONFLICT (id) DO UPDATE SET title = excluded.title, title_fold = excluded.title_fold, "
      "rome_code = excluded.rome_code, commune = excluded.commune, created = excluded.created, "
      "expires = excluded.expires, closed_at = NULL, closed_why = NULL, body = excluded.body, "
      "description = excluded.description, digest = excluded.digest, ver = mtc_offer.ver + 1, "
      "updated_at = excluded.updated_at, source = COALESCE(excluded.source, mtc_offer.source) "
      "WHERE mtc_offer.digest <> excluded.digest OR "
      "(mtc_offer.closed_at IS NOT NULL AND "
      "(excluded.source IS NULL OR COALESCE(mtc_offer.closed_why, '') <> 'closed')) OR "
      "(mtc_offer.closed_at IS NULL AND excluded.source IS NOT NULL AND "
      "(mtc_offer.source IS NULL OR mtc_offer.source <> excluded.source)) "
      "RETURNING key",
      {offer.id, offer.title, fold(offer.title), offer.rome_code, offer.commune, offer.created,
       offer.expires == kNoDay ? std::optional<int64_t>() : std::optional<int64_t>(offer.expires),
       body, offer.description, digest, now, owner},
      [&](const Columns& row) { out.key = static_cast<OfferKey>(row.integer(0)); }));
  out.reopened = was_closed && out.key.has_value();
  return out;
}

Result<StoredOffer> find_offer(Tx& tx, std::string_view id) {
  std::optional<StoredOffer> found;
  AKSIS_TRY(
      tx.query("SELECT key, body, description, closed_at, ver, closed_why FROM mtc_offer "
               "WHERE id = $1",
               {id}, [&](const Columns& row) -> Status {
                 AKSIS_ASSIGN(value, json::parse(row.text(1)));
                 AKSIS_ASSIGN(offer, offer_from_json(value));
                 offer.description = row.text(2);
                 found = StoredOffer{static_cast<OfferKey>(row.integer(0)),
                                     std::move(offer),
                                     !row.is_null(3),
                                     row.string(5),
                                     row.is_null(3) ? kNoDay : day_of_micros(row.integer(3)),
                                     std::to_string(row.integer(4))};
                 return {};
               }));
  if (!found)
    return said(Code::not_found, "there is no offer " + std::string(id.substr(0, 64)),
                "Il n’y a pas d’offre " + std::string(id.substr(0, 64)) + ".");
  return std::move(*found);
}

Error occupation_unknown() {
  return said(Code::conflict, "the offer's occupation is not in the referential; import ROME",
              "Le métier de l’offre n’est pas dans le référentiel ; importez ROME.");
}

Result<StoredOffer> load_offer(Host& host, std::string_view id) {
  std::optional<StoredOffer> offer;
  AKSIS_TRY(host.read([&](Tx& tx) -> Status {
    AKSIS_ASSIGN(found, find_offer(tx, id));
    offer = std::move(found);
    return {};
  }));
  return std::move(*offer);
}

}  // namespace aksis::matching
