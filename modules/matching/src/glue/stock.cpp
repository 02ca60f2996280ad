#include "stock.hpp"

#include <algorithm>

#include "offer_rows.hpp"

namespace aksis::matching {

namespace {

constexpr int64_t kPage = 5'000;
constexpr size_t kCloseChunk = 500;  // some 20 ms of the writer

}  // namespace

Status Stock::count_open() {
  return state_.host().read([&](Tx& tx) {
    return tx.query("SELECT COUNT(*) FROM mtc_offer WHERE source = $1 AND closed_at IS NULL",
                    {source_}, [&](const Columns& row) { open_ = row.integer(0); });
  });
}

void Stock::saw(std::string_view id) {
  if (id.empty())
    ++unreadable_;
  else
    seen_.push_back(stable_hash(id));
}

Result<std::vector<OfferKey>> Stock::gone() {
  std::sort(seen_.begin(), seen_.end());
  std::vector<OfferKey> out;
  for (int64_t after = 0;;) {
    const int64_t before = after;
    const auto known = out.size();
    AKSIS_TRY(state_.host().read([&](Tx& tx) {
      after = before;
      out.resize(known);
      return tx.query(
          "SELECT key, id FROM mtc_offer WHERE source = $1 AND closed_at IS NULL AND key > $2 "
          "ORDER BY key LIMIT $3",
          {source_, before, kPage}, [&](const Columns& row) {
            after = row.integer(0);
            if (!std::binary_search(seen_.begin(), seen_.end(), stable_hash(row.text(1))))
              out.push_back(static_cast<OfferKey>(after));
          });
    }));
    if (after == before) return out;
  }
}

Status Stock::check_share(const Request& request) {
  AKSIS_ASSIGN(keys, gone());
  if (static_cast<int64_t>(keys.size()) * 2 <= open_) return {};
  const auto arguments =
      json::Writer().object().member("gone", keys.size()).member("open", open_).end().text();
  return Error{Code::conflict, request.message("import.complete_too_many", arguments), {}};
}

Status Stock::close(std::span<const OfferKey> keys) {
  return state_.change_many([&](const Engine& engine) -> Status {
    const auto now = now_micros();
    std::vector<Store::Change> changes;
    AKSIS_TRY(state_.host().write([&](Tx& tx) -> Status {
      changes.clear();
      for (const auto key : keys) {
        AKSIS_TRY(
            tx.execute("UPDATE mtc_offer SET closed_at = $2, closed_why = 'gone', ver = ver + 1, "
                       "updated_at = $2 WHERE key = $1 AND closed_at IS NULL",
                       {key, now}));
        changes.push_back({key, nullptr});
      }
      return {};
    }));
    engine.store->apply(changes);
    return {};
  });
}

Result<int64_t> Stock::close_gone(Request& request, bool force) {
  AKSIS_ASSIGN(keys, gone());
  if (unreadable_ && !force && !keys.empty()) {
    const auto count = json::Writer().object().member("unreadable", unreadable_).end().text();
    return Error{Code::conflict, request.message("import.complete_unreadable", count), {}};
  }
  for (size_t at = 0; at < keys.size(); at += kCloseChunk) {
    if (request.cancelled())
      return Error{Code::cancelled, request.message("import.complete_stopped"), {}};
    AKSIS_TRY(close(std::span(keys).subspan(at, std::min(kCloseChunk, keys.size() - at))));
  }
  return static_cast<int64_t>(keys.size());
}

}  // namespace aksis::matching
