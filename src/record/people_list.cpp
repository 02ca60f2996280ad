#include "record/people_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "aksis/cpp/fold.hpp"

namespace aksis::record {
namespace {

using storage::Row;
using storage::Transaction;
using storage::Value;

constexpr const char* kColumns =
    "SELECT p.id, p.reference, p.created_at, p.version, p.updated_at, p.commune, p.registered, "
    "(SELECT MAX(r.holder) FROM core_relation r WHERE r.person = p.id AND r.kind = 'referent' "
    "AND r.from_at <= $1 AND (r.until_at IS NULL OR r.until_at > $1)), "
    "(SELECT s.restricted FROM core_person_state s WHERE s.person = p.id), "
    "(SELECT s.state FROM core_person_state s WHERE s.person = p.id) ";

// The statement's conditions with their values, which are borrowed.
class Conditions {
 public:
  explicit Conditions(Micros now) : values_{now} {}

  std::string place(Value value) {
    values_.push_back(std::move(value));
    return fmt::format("${}", values_.size());
  }
  void add(const std::string& condition) { text_ += " AND " + condition; }
  void reached_by(const Follower& follower) {
    const auto first = values_.size() + 1;
    for (Value value : {Value(follower.account), values_[0], Value(follower.organisation)})
      values_.push_back(std::move(value));
    add(fmt::format("p.id IN (SELECT person FROM core_relation WHERE {})", open_condition(first)));
  }
  void related(std::string_view kind, std::string_view holder) {
    const auto kind_at = place(kind), holder_at = place(holder);
    add(
        fmt::format("p.id IN (SELECT r.person FROM core_relation r WHERE r.kind = {} AND "
                    "r.holder = {} AND r.from_at <= $1 AND (r.until_at IS NULL OR "
                    "r.until_at > $1))",
                    kind_at, holder_at));
  }

  const std::string& text() const { return text_; }
  const std::vector<Value>& values() const { return values_; }

 private:
  std::string text_ = "WHERE $1 > 0";  // the time, named at least once
  std::vector<Value> values_;
};

Conditions conditions_of(const PeopleQuestion& question, Micros now) {
  Conditions out(now);
  if (question.reach) out.reached_by(*question.reach);
  if (question.mine) out.reached_by({question.account, {}});
  if (question.agency) out.related("agency", question.organisation);
  if (!question.referent.empty()) out.related("referent", question.referent);
  if (!question.commune.empty()) out.add("p.commune = " + out.place(question.commune));
  if (!question.reference.empty()) out.add("p.reference = " + out.place(question.reference));
  if (question.registered)
    out.add("p.registered = " + out.place(int64_t(*question.registered ? 1 : 0)));
  return out;
}

ListedPerson person_of(const Row& row) {
  ListedPerson out;
  out.record.person = {std::string(row.text(0)), std::string(row.text(1)), row.integer(2),
                       row.integer(3), row.integer(4)};
  out.commune = row.text(5);
  out.registered = row.integer(6) != 0;
  out.referent = row.text(7);
  out.restricted = row.integer(8) != 0;
  out.archived = row.text(9) == "archived";
  return out;
}

// What lies in intermediate archive is closed: its reference is all that a list knows of it.
Status open_fields(Transaction& tx, privacy::Keyring* keys, ListedPerson& person) {
  if (person.archived || !keys) return {};
  AKSIS_ASSIGN(record, read_record(tx, keys, person.record.person.id));
  person.record = std::move(record);
  return {};
}

Result<std::vector<ListedPerson>> rows(Transaction& tx, const std::string& sql,
                                       const std::vector<Value>& values) {
  std::vector<ListedPerson> out;
  AKSIS_TRY(tx.query(sql, values, [&](const Row& row) -> Status {
    out.push_back(person_of(row));
    return {};
  }));
  return out;
}

Error foreign_cursor() {
  return {Code::invalid,
          "this cursor is of a list in another order: begin again without it",
          {{"/cursor", "not of this list", "d’une autre liste"}},
          "La suite demandée est celle d’une liste dans un autre ordre : reprenez au début."};
}

Error too_many_to_sort(int64_t total) {
  return {Code::invalid,
          fmt::format("names are sealed, so that at most {} people are sorted by them, and "
                      "{} fit: filter further, or sort by date",
                      kSortedByNameMax, total),
          {{"/sort", "too many people", "trop de personnes"}},
          fmt::format("Les noms sont scellés : on ne peut trier par nom que {} personnes, et la "
                      "liste en compte {}. Filtrez davantage, ou triez par date.",
                      kSortedByNameMax, total)};
}

// By times or ids: the database finds the page.
Status page_by_time(Transaction& tx, const PeopleQuestion& question, Conditions conditions,
                    PeopleFound& out) {
  const bool changed = question.order == PeopleOrder::changed;
  const auto* order = question.descending ? "DESC" : "ASC";
  const auto* beyond = question.descending ? "<" : ">";
  const auto mark = question.cursor.find('|');
  if (!question.cursor.empty() && changed != (mark != std::string_view::npos))
    return foreign_cursor();
  if (!question.cursor.empty() && changed) {
    int64_t at = 0;
    const auto time = question.cursor.substr(0, mark);
    if (std::from_chars(time.data(), time.data() + time.size(), at).ec != std::errc())
      return foreign_cursor();
    const auto at_place = conditions.place(at),
               id = conditions.place(question.cursor.substr(mark + 1));
    conditions.add(fmt::format("(p.updated_at {0} {1} OR (p.updated_at = {1} AND p.id {0} {2}))",
                               beyond, at_place, id));
  } else if (!question.cursor.empty()) {
    conditions.add(fmt::format("p.id {} {}", beyond, conditions.place(question.cursor)));
  }
  const auto limit = conditions.place(question.limit + 1);
  const auto by =
      changed ? fmt::format("p.updated_at {0}, p.id {0}", order) : fmt::format("p.id {}", order);
  AKSIS_ASSIGN(found, rows(tx,
                           fmt::format("{}FROM core_person p {} ORDER BY {} LIMIT {}", kColumns,
                                       conditions.text(), by, limit),
                           conditions.values()));
  if (std::ssize(found) > question.limit) {
    found.pop_back();
    const auto& last = found.back().record.person;
    out.next = changed ? fmt::format("{}|{}", last.updated_at, last.id) : last.id;
  }
  out.people = std::move(found);
  return {};
}

std::string sort_name(const PersonRecord& record) {
  const auto used = record.value("used_name");
  return fold(fmt::format("{} {}", used.empty() ? record.value("birth_name") : used,
                          record.value("first_names")));
}

// By name: everybody who fits is opened and sorted here.
Status page_by_name(Transaction& tx, privacy::Keyring* keys, const PeopleQuestion& question,
                    const Conditions& conditions, PeopleFound& out) {
  if (out.total > kSortedByNameMax) return too_many_to_sort(out.total);
  AKSIS_ASSIGN(found, rows(tx, fmt::format("{}FROM core_person p {}", kColumns, conditions.text()),
                           conditions.values()));
  std::vector<std::pair<std::string, ListedPerson>> sorted;
  for (auto& person : found) {
    AKSIS_TRY(open_fields(tx, keys, person));
    auto name = sort_name(person.record);
    sorted.emplace_back(std::move(name), std::move(person));
  }
  std::sort(sorted.begin(), sorted.end(), [&](const auto& a, const auto& b) {
    const auto order = a.first.compare(b.first);
    const auto by_id = a.second.record.person.id.compare(b.second.record.person.id);
    const auto all = order ? order : by_id;
    return question.descending ? all > 0 : all < 0;
  });
  // The id of the last one shown: a name stands in no address.
  auto at = sorted.begin();
  if (!question.cursor.empty()) {
    at = std::find_if(sorted.begin(), sorted.end(), [&](const auto& one) {
      return one.second.record.person.id == question.cursor;
    });
    if (at == sorted.end()) return foreign_cursor();
    ++at;
  }
  for (; at != sorted.end() && std::ssize(out.people) < question.limit; ++at)
    out.people.push_back(std::move(at->second));
  if (at != sorted.end()) out.next = out.people.back().record.person.id;
  return {};
}

}  // namespace

Result<PeopleFound> find_people(Transaction& tx, privacy::Keyring* keys,
                                const PeopleQuestion& question, Micros now) {
  PeopleFound out;
  const auto conditions = conditions_of(question, now);
  AKSIS_TRY(tx.query("SELECT COUNT(*) FROM core_person p " + conditions.text(), conditions.values(),
                     [&](const Row& row) -> Status {
                       out.total = row.integer(0);
                       return {};
                     }));
  if (question.order == PeopleOrder::name) {
    AKSIS_TRY(page_by_name(tx, keys, question, conditions, out));
    return out;
  }
  AKSIS_TRY(page_by_time(tx, question, conditions, out));
  for (auto& person : out.people) AKSIS_TRY(open_fields(tx, keys, person));
  return out;
}

}  // namespace aksis::record
