#include "audit/purge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace aksis::audit {
namespace {

using storage::Row;
using storage::Transaction;

constexpr std::string_view kObjectHead = "entries";

std::vector<Range> ranges_of(std::vector<int64_t> indexes) {
  std::sort(indexes.begin(), indexes.end());
  std::vector<Range> out;
  for (const int64_t index : indexes) {
    if (!out.empty() && out.back().second + 1 == index)
      out.back().second = index;
    else
      out.emplace_back(index, index);
  }
  return out;
}

bool take_number(std::string_view& text, int64_t& out) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (failed != std::errc() || out < 0) return false;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return true;
}

}  // namespace

std::string purge_object(const std::vector<Range>& ranges) {
  std::string out(kObjectHead);
  for (const auto& [first, last] : ranges) out += fmt::format(" {}-{}", first, last);
  return out;
}

std::optional<std::vector<Range>> parse_purge_object(std::string_view object) {
  if (!object.starts_with(kObjectHead)) return std::nullopt;
  object.remove_prefix(kObjectHead.size());
  std::vector<Range> out;
  while (!object.empty()) {
    Range range;
    if (!object.starts_with(' ')) return std::nullopt;
    object.remove_prefix(1);
    if (!take_number(object, range.first) || !object.starts_with('-')) return std::nullopt;
    object.remove_prefix(1);
    if (!take_number(object, range.second) || range.second < range.first) return std::nullopt;
    out.push_back(range);
  }
  return out;
}

Result<Purged> purge_some(Transaction& tx, Micros before, const PurgeCursor& after, Entry evidence,
                          const SigningKey& key) {
  AKSIS_ASSIGN(state, read_state(tx));
  Purged out;
  out.next = after;
  std::vector<int64_t> indexes;
  AKSIS_TRY(tx.query(
      "SELECT e.at, e.idx FROM core_audit_entry e WHERE e.at < $1 AND (e.at, e.idx) > ($2, $3) "
      "AND e.idx < $4 AND e.kind <> $5 AND NOT EXISTS (SELECT 1 FROM core_audit_hold h WHERE "
      "h.released_at IS NULL AND ((h.person <> '' AND h.person = e.person) OR (h.person = '' AND "
      "e.idx BETWEEN h.first_idx AND h.last_idx))) ORDER BY e.at, e.idx LIMIT $6",
      {before, after.at, after.index, state.checkpointed, kPurgeKind, kPurgeChunk},
      [&](const Row& row) -> Status {
        out.next = {row.integer(0), row.integer(1)};
        indexes.push_back(row.integer(1));
        return {};
      }));
  out.count = static_cast<int64_t>(indexes.size());
  out.more = out.count == kPurgeChunk;
  if (indexes.empty()) return out;
  const auto ranges = ranges_of(std::move(indexes));
  for (const auto& [first, last] : ranges)
    AKSIS_TRY(
        tx.execute("DELETE FROM core_audit_entry WHERE idx BETWEEN $1 AND $2", {first, last}));
  evidence.kind = kPurgeKind;
  evidence.object = purge_object(ranges);
  evidence.details = key.sign_purge(evidence.object);
  evidence.reason = fmt::format("{} entries from before {}", out.count, iso_time(before));
  AKSIS_TRY(append(tx, evidence));
  return out;
}

}  // namespace aksis::audit
