// One SQLite connection: its settings, its cache of prepared statements, whose SQL it runs.
// One thread at a time.
#pragma once

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/sqlite/authorizer.hpp"
#include "storage/sqlite/statement.hpp"

namespace aksis::storage {

// The host's own statements, prepared once.
enum class Control { begin, begin_immediate, commit, rollback, savepoint, rollback_to, release };

// Grows with each change of the schema: what was learnt of views must be learnt again.
using SchemaEpoch = std::atomic<uint64_t>;

class Connection {
 public:
  enum class Role { writer, reader };

  // The file must exist. The settings that need an aksis database are left to configure().
  static Result<std::unique_ptr<Connection>> open(const std::string& path, Role role,
                                                  int busy_timeout_ms, SchemaEpoch& epoch);
  Status configure();
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  sqlite3* handle() { return handle_; }
  Role role() const { return role_; }

  // The host's own SQL, without parameters. `integer_of` answers the first column of the first row.
  Status execute(const char* sql);
  Result<int64_t> integer_of(const char* sql);
  Result<std::string> text_of(const char* sql);
  // Run it under an Authorizer::Own.
  Result<StatementHandle> own_statement(std::string_view sql);
  Authorizer& authorizer() { return authorizer_; }
  int control(Control what);  // SQLite's result code
  bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

  // From now on statements are those of this module, or of the core (nullptr).
  Status enter(const Confinement* confinement);

  // From the cache of whoever entered, ready for bind(). Give it back with release().
  Result<PreparedStatement*> acquire(std::string_view sql);
  void release(PreparedStatement* statement);

  // After a CREATE VIEW: whether whoever made it may read all that it reads.
  Status check_view(std::string_view sql);
  void schema_changed() { epoch_.fetch_add(1); }

 private:
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Cache = std::unordered_map<std::string, std::unique_ptr<PreparedStatement>, TextHash,
                                   std::equal_to<>>;
  // What one module's SQL needs: authorisation happens at preparation, so statements are kept
  // apart from those of others.
  struct Profile {
    Confinement confinement;
    bool core = false;
    uint64_t epoch = 0;
    Trust trust;
    Cache statements;
  };

  Connection(sqlite3* handle, Role role, SchemaEpoch& epoch);
  Profile& profile_of(const Confinement* confinement);
  Status learn(Profile& profile);
  Status learn_view(const std::string& view, Trust& trust);
  Result<std::unique_ptr<PreparedStatement>> prepare(std::string_view sql);

  sqlite3* handle_;
  Role role_;
  SchemaEpoch& epoch_;
  Authorizer authorizer_;
  std::vector<std::unique_ptr<Profile>> profiles_;
  Profile* current_ = nullptr;
  std::array<StatementHandle, 7> controls_;
  std::vector<std::unique_ptr<PreparedStatement>> uncached_;
};

}  // namespace aksis::storage
