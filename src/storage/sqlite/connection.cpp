#include "storage/sqlite/connection.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "storage/dialect.hpp"
#include "storage/sql_tokens.hpp"
#include "storage/sqlite/errors.hpp"

namespace aksis::storage {
namespace {

constexpr int kWriterCacheKib = 32'000;
constexpr int kReaderCacheKib = 4'000;  // each of several; the system caches the file besides
constexpr int kJournalBytesMax = 64 << 20;
constexpr int kAnalysisRowsMax = 400;  // keeps PRAGMA optimize short on large tables
constexpr size_t kCachedMax = 256;     // statements of one module on one connection

constexpr const char* kControls[] = {
    "BEGIN",          "BEGIN IMMEDIATE",  "COMMIT",       "ROLLBACK",
    "SAVEPOINT body", "ROLLBACK TO body", "RELEASE body",
};

bool same(const Confinement& a, const Confinement& b) {
  return a.module == b.module && a.table_prefix == b.table_prefix && a.reads == b.reads;
}

std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    out += c;
    if (c == '"') out += c;
  }
  return out + "\"";
}

}  // namespace

Connection::Connection(sqlite3* handle, Role role, SchemaEpoch& epoch)
    : handle_(handle), role_(role), epoch_(epoch) {}

Connection::~Connection() {
  profiles_.clear();
  uncached_.clear();
  for (auto& control : controls_) control.reset();
  sqlite3_close_v2(handle_);
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Role role,
                                                     int busy_timeout_ms, SchemaEpoch& epoch) {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Connection> out(new Connection(handle, role, epoch));
  if (code != SQLITE_OK) return sqlite_error(handle, code, "opening " + path);
  sqlite3_extended_result_codes(handle, 1);
  // First, so that every statement after it waits instead of failing.
  sqlite3_busy_timeout(handle, busy_timeout_ms);
  sqlite3_set_authorizer(handle, &Authorizer::on_action, &out->authorizer_);
  return out;
}

Status Connection::configure() {
  for (const auto& [option, on] :
       {std::pair(SQLITE_DBCONFIG_DEFENSIVE, 1), std::pair(SQLITE_DBCONFIG_DQS_DML, 0),
        std::pair(SQLITE_DBCONFIG_DQS_DDL, 0), std::pair(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
        std::pair(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0)}) {
    const int code = sqlite3_db_config(handle_, option, on, nullptr);
    if (code != SQLITE_OK) return sqlite_error(handle_, code, "securing the connection");
  }
  AKSIS_ASSIGN(mode, text_of("PRAGMA journal_mode = WAL"));
  if (mode != "wal")
    return internal(
        fmt::format("the database cannot use its write-ahead log (mode {}): its folder "
                    "must be on a local disk and be writable",
                    mode));
  const bool writer = role_ == Role::writer;
  for (const auto& setting :
       {std::string("synchronous = FULL"), std::string("foreign_keys = ON"),
        std::string("temp_store = MEMORY"), std::string("trusted_schema = OFF"),
        std::string("case_sensitive_like = ON"),
        fmt::format("cache_size = -{}", writer ? kWriterCacheKib : kReaderCacheKib),
        fmt::format("journal_size_limit = {}", kJournalBytesMax),
        fmt::format("analysis_limit = {}", kAnalysisRowsMax),
        // Checkpoints are the writer's own, so that their failures are seen.
        std::string("wal_autocheckpoint = 0"),
        fmt::format("query_only = {}", writer ? "OFF" : "ON")})
    AKSIS_TRY(execute(("PRAGMA " + setting).c_str()));
  for (size_t i = 0; i < controls_.size(); ++i) {
    AKSIS_ASSIGN(statement, own_statement(kControls[i]));
    controls_[i] = std::move(statement);
  }
  return enter(nullptr);
}

Result<StatementHandle> Connection::own_statement(std::string_view sql) {
  const Authorizer::Own own(authorizer_);
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return sqlite_error(handle_, code, shortened(sql));
  return StatementHandle(statement);
}

Status Connection::execute(const char* sql) {
  const Authorizer::Own own(authorizer_);
  AKSIS_ASSIGN(statement, own_statement(sql));
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement.get());
  if (code != SQLITE_DONE) return sqlite_error(handle_, code, sql);
  return {};
}

Result<int64_t> Connection::integer_of(const char* sql) {
  const Authorizer::Own own(authorizer_);
  AKSIS_ASSIGN(statement, own_statement(sql));
  const int code = sqlite3_step(statement.get());
  if (code == SQLITE_ROW) return int64_t{sqlite3_column_int64(statement.get(), 0)};
  if (code == SQLITE_DONE) return int64_t{0};
  return sqlite_error(handle_, code, sql);
}

Result<std::string> Connection::text_of(const char* sql) {
  const Authorizer::Own own(authorizer_);
  AKSIS_ASSIGN(statement, own_statement(sql));
  const int code = sqlite3_step(statement.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) return sqlite_error(handle_, code, sql);
  const auto* text = code == SQLITE_ROW ? sqlite3_column_text(statement.get(), 0) : nullptr;
  return std::string(text ? reinterpret_cast<const char*>(text) : "");
}

int Connection::control(Control what) {
  const Authorizer::Own own(authorizer_);
  sqlite3_stmt* const statement = controls_[static_cast<size_t>(what)].get();
  const int code = sqlite3_step(statement);
  const int reset = sqlite3_reset(statement);
  return code == SQLITE_DONE ? SQLITE_OK : (reset == SQLITE_OK ? code : reset);
}

Connection::Profile& Connection::profile_of(const Confinement* confinement) {
  for (const auto& profile : profiles_) {
    if (profile->core != (confinement == nullptr)) continue;
    if (profile->core || same(profile->confinement, *confinement)) return *profile;
  }
  profiles_.push_back(std::make_unique<Profile>());
  Profile& made = *profiles_.back();
  made.core = confinement == nullptr;
  if (confinement) made.confinement = *confinement;
  return made;
}

Status Connection::enter(const Confinement* confinement) {
  Profile& profile = profile_of(confinement);
  if (profile.core) {
    authorizer_.allow_core();
  } else {
    const uint64_t epoch = epoch_.load() + 1;
    if (profile.epoch != epoch) {
      AKSIS_TRY(learn(profile));
      profile.epoch = epoch;
    }
    authorizer_.confine(profile.confinement, profile.trust);
  }
  current_ = &profile;
  return {};
}

// A view shows more than its reader may see: what it reads inside is allowed because of it. SQLite
// tells the innermost view of each read, so the views within views are learnt too.
Status Connection::learn(Profile& profile) {
  Trust trust;
  for (const auto& view : profile.confinement.reads) AKSIS_TRY(learn_view(view, trust));
  profile.trust = std::move(trust);
  // A statement was checked against the names of then.
  for (auto at = profile.statements.begin(); at != profile.statements.end();)
    at = at->second->in_use() ? std::next(at) : profile.statements.erase(at);
  return {};
}

Status Connection::learn_view(const std::string& view, Trust& trust) {
  const std::string sql = "SELECT * FROM " + quoted(view);
  Trust noted;
  const Authorizer::Own own(authorizer_, &noted);
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.c_str(), -1, 0, &statement, nullptr);
  sqlite3_finalize(statement);
  // A view that is not there yet (its module is not installed) opens nothing.
  if (code == SQLITE_OK) {
    trust.contexts.merge(noted.contexts);
    trust.tables.merge(noted.tables);
  }
  return code == SQLITE_OK || code == SQLITE_ERROR ? Status()
                                                   : sqlite_error(handle_, code, "reading " + view);
}

Result<std::unique_ptr<PreparedStatement>> Connection::prepare(std::string_view sql) {
  AKSIS_TRY(authorizer_.check_words(sql));
  const auto parts = split_statements(sql);
  if (parts.size() != 1)
    return internal(fmt::format("one statement is run at a time; {} were given ({})", parts.size(),
                                shortened(sql)));
  const std::string text = to_sqlite(parts[0].sql);
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(handle_, text.data(), static_cast<int>(text.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  StatementHandle statement(raw);
  if (code == SQLITE_AUTH || (code != SQLITE_OK && !authorizer_.refusal().empty()))
    return Error{
        Code::forbidden, fmt::format("{} ({})", authorizer_.refusal(), shortened(sql)), {}};
  if (code != SQLITE_OK) return sqlite_error(handle_, code, shortened(sql));
  return PreparedStatement::wrap(std::move(statement), sql, authorizer_.defines());
}

Status Connection::check_view(std::string_view sql) {
  const auto tokens = sql_tokens(sql);
  if (tokens.size() < 3 || !tokens[0].is("create") || !tokens[1].is("view")) return {};
  const bool conditional = tokens[2].is("if") && tokens.size() > 5;  // IF NOT EXISTS
  const std::string view = "SELECT * FROM " + quoted(tokens[conditional ? 5 : 2].name());
  AKSIS_ASSIGN(statement, prepare(view));
  return {};
}

Result<PreparedStatement*> Connection::acquire(std::string_view sql) {
  auto& cache = current_->statements;
  const auto found = cache.find(sql);
  const bool taken = found != cache.end() && found->second->in_use();
  if (found != cache.end() && !taken) return found->second.get();
  AKSIS_ASSIGN(made, prepare(sql));
  PreparedStatement* const out = made.get();
  if (taken || made->defines()) {
    uncached_.push_back(std::move(made));
    return out;
  }
  if (cache.size() >= kCachedMax)
    for (auto at = cache.begin(); at != cache.end();)
      at = at->second->in_use() ? std::next(at) : cache.erase(at);
  cache.emplace(sql, std::move(made));
  return out;
}

void Connection::release(PreparedStatement* statement) {
  statement->reset();
  if (uncached_.empty()) return;
  const auto found = std::find_if(uncached_.begin(), uncached_.end(),
                                  [&](const auto& other) { return other.get() == statement; });
  if (found != uncached_.end()) uncached_.erase(found);
}

}  // namespace aksis::storage
