#include "report_json.hpp"

#include <algorithm>

namespace aksis::competences {

namespace {

void write_named(json::Writer& out, std::string_view key, const std::vector<Named>& list) {
  out.key(key).object().member("count", list.size()).key("first").array();
  for (size_t i = 0; i < std::min(list.size(), kNamesShown); ++i)
    out.object().member("code", list[i].code).member("label", list[i].label).end();
  out.end().end();
}

void write_table(json::Writer& out, std::string_view key, const TableChanges& table) {
  out.key(key).object().member("before", table.before).member("after", table.after);
  write_named(out, "added", table.added);
  write_named(out, "removed", table.removed);
  out.key("renamed").object().member("count", table.renamed.size()).key("first").array();
  for (size_t i = 0; i < std::min(table.renamed.size(), kNamesShown); ++i) {
    const Renamed& one = table.renamed[i];
    out.object().member("code", one.code).member("before", one.before);
    out.member("after", one.after).end();
  }
  out.end().end().end();
}

}  // namespace

void write_changes(json::Writer& out, const RomeChanges& changes) {
  out.object().member("before_version", changes.before_version);
  out.member("after_version", changes.after_version);
  write_table(out, "occupations", changes.occupations);
  write_table(out, "appellations", changes.appellations);
  write_table(out, "items", changes.items);
  out.key("links").object().member("before", changes.links_before);
  out.member("after", changes.links_after).member("occupations", changes.links.size());
  out.key("first").array();
  for (size_t i = 0; i < std::min(changes.links.size(), kNamesShown); ++i) {
    const LinkChanges& one = changes.links[i];
    out.object().member("rome_code", one.rome_code).member("added", one.added);
    out.member("removed", one.removed).member("reflagged", one.reflagged).end();
  }
  out.end().end().end();
}

void write_issues(json::Writer& out, const Issues& issues, std::string_view language) {
  out.object().member("row_count", issues.row_count()).key("rows").array();
  for (const RowIssue& one : issues.rows()) {
    out.object().member("file", one.file).member("line", one.line);
    out.member("column", one.column).member("message", sentence_in(one, language)).end();
  }
  out.end().key("notes").array();
  for (const Note& note : issues.notes()) out.value(sentence_in(note, language));
  out.end().end();
}

}  // namespace aksis::competences
