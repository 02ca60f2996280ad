#include "storage/sqlite/authorizer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace aksis::storage {
namespace {

std::string lower(std::string_view name) {
  std::string out(name);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_schema_table(std::string_view name) {
  return name == "sqlite_master" || name == "sqlite_schema";
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// "_name_v12" behind a module's id.
bool is_published_tail(std::string_view tail) {
  const size_t version = tail.rfind("_v");
  if (version == std::string_view::npos || version < 2 || tail.front() != '_') return false;
  const auto digits = tail.substr(version + 2);
  return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
}

// Whether the name at `i` is given to a query: NAME AS (…, NAME AS MATERIALIZED (…, NAME (a, b) AS
// (…
bool defines_query(const std::vector<Token>& tokens, size_t i) {
  ++i;
  if (i < tokens.size() && tokens[i].is("as"))
    for (++i; i < tokens.size() && (tokens[i].is("not") || tokens[i].is("materialized"));) ++i;
  return i < tokens.size() && tokens[i].is("(");
}

}  // namespace

void Authorizer::confine(const Confinement& confinement, const Trust& trust) {
  confinement_ = &confinement;
  trust_ = &trust;
}

bool Authorizer::owns(std::string_view name) const {
  const auto& prefix = confinement_->table_prefix;
  return !prefix.empty() && starts_with(name, prefix);
}

bool Authorizer::may_name_view(std::string_view name) const {
  if (owns(name)) return true;
  const auto& id = confinement_->module;
  return !id.empty() && starts_with(name, id) && is_published_tail(name.substr(id.size()));
}

int Authorizer::deny(std::string sentence) {
  refusal_ = std::move(sentence);
  return SQLITE_DENY;
}

int Authorizer::on_action(void* self, int action, const char* first, const char* second,
                          const char* schema, const char* context) {
  const auto view = [](const char* text) { return std::string_view(text ? text : ""); };
  return static_cast<Authorizer*>(self)->decide(action, view(first), view(second), view(schema),
                                                view(context));
}

int Authorizer::decide(int action, std::string_view first, std::string_view second,
                       std::string_view schema, std::string_view context) {
  if (own_) {
    if (noted_ && !context.empty()) noted_->contexts.insert(lower(context));
    if (noted_ && action == SQLITE_READ) noted_->tables.insert(lower(first));
    return SQLITE_OK;
  }
  switch (action) {
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
    case SQLITE_PRAGMA:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
    case SQLITE_ANALYZE:
      return deny("transactions, settings and other files belong to the host");
    case SQLITE_CREATE_TEMP_TABLE:
    case SQLITE_CREATE_TEMP_INDEX:
    case SQLITE_CREATE_TEMP_TRIGGER:
    case SQLITE_CREATE_TEMP_VIEW:
    case SQLITE_DROP_TEMP_TABLE:
    case SQLITE_DROP_TEMP_INDEX:
    case SQLITE_DROP_TEMP_TRIGGER:
    case SQLITE_DROP_TEMP_VIEW:
    case SQLITE_CREATE_VTABLE:
    case SQLITE_DROP_VTABLE:
      return deny("temporary objects and virtual tables are not allowed");
    case SQLITE_FUNCTION:
      if (second == "load_extension") return deny("extensions are not loaded");
      break;
    default:
      break;
  }
  if (!confinement_) return SQLITE_OK;
  // Renaming looks into the temporary schema too, where a module has nothing.
  const bool renames = defines_ && (first == "sqlite_temp_master" || first == "sqlite_temp_schema");
  if (renames) return SQLITE_OK;
  const auto touched = action == SQLITE_ALTER_TABLE ? first : schema;
  if (!touched.empty() && touched != "main")
    return deny(
        fmt::format("module {} may not touch the schema {}", confinement_->module, touched));
  return decide_module(action, lower(first), lower(second), lower(context));
}

int Authorizer::decide_module(int action, std::string_view first, std::string_view second,
                              std::string_view context) {
  const auto& module = confinement_->module;
  switch (action) {
    case SQLITE_SELECT:
      if (creates_table_)
        return deny("CREATE TABLE … AS SELECT is not portable: write the columns");
      return SQLITE_OK;
    case SQLITE_RECURSIVE:
    case SQLITE_FUNCTION:
      return SQLITE_OK;
    case SQLITE_READ:
      return decide_read(first, second, context);
    case SQLITE_INSERT:
      return decide_change("write", first);
    case SQLITE_UPDATE:
      return decide_change("change", first);
    case SQLITE_DELETE:
      return decide_change("delete from", first);
    case SQLITE_CREATE_TABLE:
      return decide_change("create", first);
    case SQLITE_DROP_TABLE:
      return decide_change("drop", first);
    case SQLITE_ALTER_TABLE:
      return decide_change("alter", second);
    case SQLITE_CREATE_INDEX:
    case SQLITE_DROP_INDEX:
      if (!owns(second) || (!owns(first) && !starts_with(first, "sqlite_autoindex_")))
        return deny(
            fmt::format("module {} may not have the index {} on {}: both names must begin "
                        "with {}",
                        module, first, second, confinement_->table_prefix));
      return SQLITE_OK;
    case SQLITE_REINDEX:
      return SQLITE_OK;  // a part of CREATE INDEX; changes no data
    case SQLITE_CREATE_VIEW:
    case SQLITE_DROP_VIEW:
      if (may_name_view(first)) return SQLITE_OK;
      return deny(
          fmt::format("module {} may not have the view {}: its name must begin with {} or "
                      "be {}_NAME_vN",
                      module, first, confinement_->table_prefix, module));
    default:
      return deny(fmt::format("module {} may not do this in SQL (action {})", module, action));
  }
}

int Authorizer::decide_read(std::string_view table, std::string_view column,
                            std::string_view context) {
  if (owns(table) || (defines_ && is_schema_table(table))) return SQLITE_OK;
  const auto& reads = confinement_->reads;
  const bool named = std::any_of(reads.begin(), reads.end(),
                                 [&](const std::string& read) { return lower(read) == table; });
  if (named || may_name_view(table) || (!context.empty() && trust_->contexts.count(context)))
    return SQLITE_OK;
  // A view drawn into the query that uses it leaves this behind: its table, no column, no view.
  // check_names() keeps the module from writing the table's name itself.
  if (column.empty() && trust_->tables.count(table)) return SQLITE_OK;
  return deny(fmt::format(
      "module {} may not read {}{}{}: it is neither its own ({}…) nor in the "
      "manifest's tables.reads",
      confinement_->module, table, column.empty() ? "" : ".", column, confinement_->table_prefix));
}

int Authorizer::decide_change(std::string_view verb, std::string_view table) {
  if (owns(table) || (defines_ && is_schema_table(table))) return SQLITE_OK;
  // Dropping or altering a view of one's own touches its name as a table's.
  if (defines_ && may_name_view(table)) return SQLITE_OK;
  return deny(fmt::format("module {} may not {} {}: its tables begin with {}", confinement_->module,
                          verb, table, confinement_->table_prefix));
}

Status Authorizer::check_words(std::string_view sql) {
  refusal_.clear();
  const auto tokens = sql_tokens(sql);
  if (tokens.empty()) return invalid("the SQL is empty");
  const auto& first = tokens.front();
  defines_ = first.is("create") || first.is("alter") || first.is("drop");
  creates_table_ = first.is("create") && tokens.size() > 1 && tokens[1].is("table");
  if (!confinement_) return {};
  if (tokens.size() > 1 && tokens[1].is("trigger"))
    return Error{Code::forbidden, "a module may not have triggers", {}};
  AKSIS_TRY(check_renaming(tokens));
  return check_names(tokens);
}

// SQLite asks for the old name only: a table could leave the prefix by being renamed.
Status Authorizer::check_renaming(const std::vector<Token>& tokens) const {
  for (size_t i = 0; i + 2 < tokens.size() && tokens[0].is("alter"); ++i) {
    if (!tokens[i].is("rename") || !tokens[i + 1].is("to")) continue;
    if (owns(tokens[i + 2].name())) continue;
    return Error{
        Code::forbidden,
        fmt::format("module {} may not rename a table to {}: its tables begin with {}",
                    confinement_->module, tokens[i + 2].name(), confinement_->table_prefix),
        {}};
  }
  return {};
}

// Two names are not for a module to write. A common table expression named like a published view
// would read with the view's rights, since SQLite gives both names in the same place; and the
// tables behind views are allowed without a column, see decide_read().
Status Authorizer::check_names(const std::vector<Token>& tokens) const {
  for (size_t i = 0; i < tokens.size(); ++i) {
    const auto kind = tokens[i].kind;
    if (kind != TokenKind::word && kind != TokenKind::quoted && kind != TokenKind::text) continue;
    std::string name = tokens[i].name();
    // SQLite takes 'text' for a name where only a name can stand.
    if (kind == TokenKind::text && name.size() >= 2) name = name.substr(1, name.size() - 2);
    const auto forbid = [&](std::string_view why) {
      return Error{
          Code::forbidden,
          fmt::format("module {} may not use the name {}: {}", confinement_->module, name, why),
          {}};
    };
    const auto& reads = confinement_->reads;
    const bool named = std::any_of(reads.begin(), reads.end(),
                                   [&](const std::string& read) { return lower(read) == name; });
    if (trust_->tables.count(name) && !named && !owns(name) && !may_name_view(name))
      return forbid("it stands behind a view it may read; read the view");
    if (trust_->contexts.count(name) && defines_query(tokens, i))
      return forbid("a view, or a part of one, has it; name this part of the query otherwise");
  }
  return {};
}

}  // namespace aksis::storage
