#include "audit/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <limits>
#include <tuple>

namespace aksis::audit {
namespace {

using storage::Row;
using storage::Transaction;
using storage::Value;

// Conditions that are asked for only: each combination keeps to the index that serves it.
class Conditions {
 public:
  void add(std::string_view condition, Value value) {
    values_.push_back(std::move(value));
    text_ += text_.empty() ? " WHERE " : " AND ";
    text_ += fmt::format(fmt::runtime(condition), values_.size());
  }
  void add_text(std::string_view condition, std::string_view value) {
    if (!value.empty()) add(condition, value);
  }
  std::string place(Value value) {
    values_.push_back(std::move(value));
    return fmt::format("${}", values_.size());
  }
  const std::string& text() const { return text_; }
  const std::vector<Value>& values() const { return values_; }

 private:
  std::string text_;
  std::vector<Value> values_;
};

bool read_number(std::string_view text, int64_t& out) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  return failed == std::errc() && end == text.data() + text.size();
}

// "AT.INDEX" of the last entry shown.
Status add_cursor(Conditions& conditions, std::string_view cursor) {
  if (cursor.empty()) return {};
  const auto dot = cursor.find('.');
  int64_t at = 0, index = 0;
  if (dot == std::string_view::npos || !read_number(cursor.substr(0, dot), at) ||
      !read_number(cursor.substr(dot + 1), index)) {
    auto error = no_cursor();
    error.details = {{"/cursor", error.message, error.french}};
    return error;
  }
  const auto before = conditions.place(at);
  conditions.add("(e.at, e.idx) < (" + before + ", ${})", index);
  return {};
}

Result<Conditions> conditions_of(const SearchFilter& filter) {
  Conditions out;
  out.add_text("e.person = ${} AND e.person <> ''", filter.person);
  out.add_text("e.actor = ${}", filter.actor);
  out.add_text("e.operation = ${}", filter.operation);
  // The index of rare kinds serves only a statement that says again what it leaves out.
  const bool rare = filter.kind != "read" && filter.kind != "change";
  out.add_text(rare ? "e.kind = ${} AND e.kind <> 'read' AND e.kind <> 'change'" : "e.kind = ${}",
               filter.kind);
  if (filter.from) out.add("e.at >= ${}", *filter.from);
  if (filter.to) out.add("e.at < ${}", *filter.to);
  AKSIS_TRY(add_cursor(out, filter.cursor));
  return out;
}

bool is_later(const Numbered& left, const Numbered& right) {
  return std::tie(left.entry.at, left.index) > std::tie(right.entry.at, right.index);
}

// The first of the page from `table` (named e) under these conditions.
Status find(Transaction& tx, const std::string& table, Conditions conditions, int64_t limit,
            std::vector<Numbered>& out) {
  const auto places = conditions.place(limit);
  return tx.query(fmt::format("SELECT {} FROM {} e{} ORDER BY e.at DESC, e.idx DESC LIMIT {}",
                              kEntryColumns, table, conditions.text(), places),
                  conditions.values(), [&](const Row& row) -> Status {
                    out.push_back(entry_of(row));
                    return {};
                  });
}

// By person or actor: what is filed under them, and the end of the log that is not filed yet.
Status find_filed(Transaction& tx, const Conditions& conditions, int64_t limit,
                  std::vector<Numbered>& out) {
  AKSIS_ASSIGN(state, read_state(tx));
  Conditions filed = conditions;
  filed.add("e.filed = 1 AND e.idx < ${}", state.filed);
  AKSIS_TRY(find(tx, "core_audit_entry", std::move(filed), limit, out));
  // A table of its own, so that it is read by its place in the log whatever else is asked.
  Conditions rest = conditions;
  const auto end =
      fmt::format("(SELECT * FROM core_audit_entry WHERE idx >= {} ORDER BY idx LIMIT {})",
                  rest.place(state.filed), rest.place(std::numeric_limits<int64_t>::max()));
  AKSIS_TRY(find(tx, end, std::move(rest), limit, out));
  std::sort(out.begin(), out.end(), is_later);
  if (static_cast<int64_t>(out.size()) > limit) out.resize(static_cast<size_t>(limit));
  return {};
}

}  // namespace

Error no_cursor() {
  return said(Code::invalid, "the cursor is none that a page gave as \"next\"",
              "La suite demandée n’est celle d’aucune page : reprenez au début.");
}

Result<SearchPage> search(Transaction& tx, const SearchFilter& filter) {
  AKSIS_ASSIGN(conditions, conditions_of(filter));
  SearchPage page;
  const bool filed = !filter.person.empty() || !filter.actor.empty();
  AKSIS_TRY(filed ? find_filed(tx, conditions, filter.limit + 1, page.entries)
                  : find(tx, "core_audit_entry", conditions, filter.limit + 1, page.entries));
  if (static_cast<int64_t>(page.entries.size()) > filter.limit) {
    page.entries.pop_back();
    const auto& last = page.entries.back();
    page.next = fmt::format("{}.{}", last.entry.at, last.index);
  }
  return page;
}

std::optional<Micros> parse_time(std::string_view text, bool end) {
  const bool day_only = text.size() == 10;
  if (!day_only && text.size() != 20) return std::nullopt;
  const std::string_view shape = std::string_view("dddd-dd-ddTdd:dd:ddZ").substr(0, text.size());
  for (size_t i = 0; i < text.size(); ++i)
    if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i]) return std::nullopt;
  const auto number = [&](size_t at, size_t size) {
    int64_t out = 0;
    read_number(text.substr(at, size), out);
    return out;
  };
  const std::chrono::year_month_day day{std::chrono::year(int(number(0, 4))),
                                        std::chrono::month(unsigned(number(5, 2))),
                                        std::chrono::day(unsigned(number(8, 2)))};
  if (!day.ok()) return std::nullopt;
  const Micros midnight = std::chrono::sys_days(day).time_since_epoch().count() * kDay;
  if (day_only) return end ? midnight + kDay : midnight;
  const auto hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return midnight + hour * kHour + minute * kMinute + second * kSecond;
}

}  // namespace aksis::audit
