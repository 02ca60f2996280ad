// The port over SQLite: opening, reading, writing, waking.
#include "storage/database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <thread>

#include "base/log.hpp"
#include "storage/sqlite/backup.hpp"
#include "storage/sqlite/errors.hpp"
#include "storage/sqlite/file_guard.hpp"
#include "storage/sqlite/inspection.hpp"
#include "storage/sqlite/reader_pool.hpp"
#include "storage/sqlite/transaction.hpp"
#include "storage/sqlite/writer.hpp"

namespace aksis::storage {
namespace {

constexpr size_t kReadersMax = 8;

size_t reader_count(const Options& options) {
  if (options.reader_count) return options.reader_count;
  return std::min(kReadersMax, 2 * std::max<size_t>(1, std::thread::hardware_concurrency()));
}

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const Options& options, FileGuard guard, std::unique_ptr<SchemaEpoch> epoch,
                 std::unique_ptr<Connection> writer)
      : path_(options.path),
        guard_(std::move(guard)),
        epoch_(std::move(epoch)),
        readers_(path_, reader_count(options), options.busy_timeout_ms, *epoch_),
        writer_(std::move(writer), options.queue_max,
                [this](const std::string& topic) { wake(topic); }) {}

  Status read(const Body& body, const Confinement* confinement) override {
    AKSIS_TRY(InsideBody::refuse_nesting());
    AKSIS_ASSIGN(lease, readers_.borrow());
    Connection& connection = lease.connection();
    if (const int code = connection.control(Control::begin); code != SQLITE_OK)
      return sqlite_error(connection.handle(), code, "beginning to read");
    Status result;
    {
      SqliteTransaction tx(connection, confinement);
      result = tx.run(body);
    }
    // Nothing was changed: how it ends cannot fail in a way that matters to the caller.
    if (connection.in_transaction()) connection.control(Control::commit);
    return result;
  }

  Status write(const Body& body, const Confinement* confinement, bool bulk) override {
    AKSIS_TRY(InsideBody::refuse_nesting());
    const auto around = make_around_ ? make_around_() : Around();
    if (!around) return writer_.submit(body, confinement, bulk);
    const Body both = [&](Transaction& tx) { return around(tx, body); };
    return writer_.submit(both, confinement, bulk);
  }

  Status write_together(Together& together, const void* item) override {
    AKSIS_TRY(InsideBody::refuse_nesting());
    return writer_.submit(together, item);
  }

  void surround_writes(std::function<Around()> make) override { make_around_ = std::move(make); }

  Status backup_to(const std::string& path,
                   const std::function<bool(int, int)>& progress) override {
    return copy_database(path_, path, *epoch_, progress);
  }

  Status scrub() override {
    AKSIS_TRY(InsideBody::refuse_nesting());
    return writer_.scrub();
  }

  uint64_t listen(std::string topic, std::function<void()> wake) override {
    const std::lock_guard lock(listeners_mutex_);
    listeners_.push_back({++last_listener_, std::move(topic), std::move(wake)});
    return last_listener_;
  }

  void forget(uint64_t listener) override {
    const std::lock_guard lock(listeners_mutex_);
    listeners_.erase(std::remove_if(listeners_.begin(), listeners_.end(),
                                    [&](const auto& known) { return known.number == listener; }),
                     listeners_.end());
  }

  Metrics metrics() const override {
    Metrics out;
    out.commits = writer_.counts().commits;
    out.writes = writer_.counts().writes;
    out.slow_writes = writer_.counts().slow;
    out.write_queue = writer_.waiting();
    out.file_bytes = file_bytes(path_);
    out.wal_bytes = file_bytes(path_ + "-wal");
    return out;
  }

 private:
  struct Listener {
    uint64_t number;
    std::string topic;
    std::function<void()> wake;
  };

  void wake(const std::string& topic) {
    const std::lock_guard lock(listeners_mutex_);
    for (const auto& listener : listeners_)
      if (listener.topic == topic) listener.wake();
  }

  const std::string path_;
  const FileGuard guard_;
  const std::unique_ptr<SchemaEpoch> epoch_;
  std::function<Around()> make_around_;
  std::mutex listeners_mutex_;
  std::vector<Listener> listeners_;
  uint64_t last_listener_ = 0;
  ReaderPool readers_;
  Writer writer_;  // last: closes first, and checkpoints while readers hold nothing
};

Status initialise(Connection& connection, const std::string& path, bool unclean) {
  AKSIS_ASSIGN(ours, identify(connection, path));
  AKSIS_TRY(connection.configure());
  if (ours == Ours::empty) {
    AKSIS_TRY(connection.execute(fmt::format("PRAGMA user_version = {}", kFormat).c_str()));
    AKSIS_TRY(
        connection.execute(fmt::format("PRAGMA application_id = {}", kApplicationId).c_str()));
  }
  if (unclean) {
    log::warning("storage", "the last run did not end by itself: checking the database");
    AKSIS_TRY(check_integrity(connection, path, "quick_check"));
  }
  // Makes the log and its index now: rights that forbid them are told at start, not at a write.
  AKSIS_TRY(connection.execute("BEGIN IMMEDIATE"));
  return connection.execute("COMMIT");
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const Options& options) {
  static std::once_flag configured;
  // Nobody reads SQLite's memory counters, and keeping them takes a lock at each allocation.
  std::call_once(configured, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });

  AKSIS_ASSIGN(guard, FileGuard::take(options.path));
  AKSIS_TRY(prepare_file(options.path));
  // Closing empties the log; what is left in it was never closed.
  const bool unclean = file_bytes(options.path + "-wal") > 0;
  auto epoch = std::make_unique<SchemaEpoch>(0);
  AKSIS_ASSIGN(writer, Connection::open(options.path, Connection::Role::writer,
                                        options.busy_timeout_ms, *epoch));
  if (auto ready = initialise(*writer, options.path, unclean); !ready.ok())
    return prefixed("the database cannot be opened", std::move(ready).error());
  return std::unique_ptr<Database>(std::make_unique<SqliteDatabase>(
      options, std::move(guard), std::move(epoch), std::move(writer)));
}

}  // namespace aksis::storage
