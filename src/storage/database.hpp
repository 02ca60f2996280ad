// The database port: one file, one writer with group commit, many readers.
// Database: any thread. Transaction: only inside the body it was given to, on that thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::storage {

using Blob = std::vector<unsigned char>;

// A parameter or a column. std::monostate is SQL's NULL. Text views are borrowed.
using Value = std::variant<std::monostate, int64_t, double, std::string_view, Blob>;

// "" as NULL: what is absent is no empty text. The text is borrowed.
inline Value text_or_null(std::string_view text) {
  return text.empty() ? Value() : Value(text);
}
inline Blob blob(std::string_view bytes) {
  return {bytes.begin(), bytes.end()};
}

// One row of an answer; views are valid until the row callback returns.
class Row {
 public:
  virtual ~Row() = default;
  virtual size_t size() const = 0;
  virtual Value value(size_t column) const = 0;
  virtual bool is_null(size_t column) const = 0;
  // Of another type or NULL: 0, 0.0, "".
  virtual int64_t integer(size_t column) const = 0;
  virtual double real(size_t column) const = 0;
  virtual std::string_view text(size_t column) const = 0;  // also a BLOB's bytes
};

// What the SQL of one module may touch: its own tables (by prefix) and the views named. The core
// runs without.
struct Confinement {
  std::string module;
  std::string table_prefix;        // "skl_"
  std::vector<std::string> reads;  // "core_person_v1"
};

class Transaction {
 public:
  virtual ~Transaction() = default;
  using OnRow = std::function<Status(const Row&)>;
  // SQL in the portable dialect (docs/modules/sql.md), `$1` … `$n`. An error from `on_row` stops
  // the query and becomes its answer.
  virtual Status query(std::string_view sql, const std::vector<Value>& parameters,
                       const OnRow& on_row) = 0;
  // Rows changed.
  virtual Result<int64_t> execute(std::string_view sql, const std::vector<Value>& parameters) = 0;
  // After a statement failed the transaction is lost: whatever follows answers the same error, and
  // the body's own "ok" does not commit it.

  // Wakes those who listen() to `topic` once this body is durable; nothing when it rolls back.
  virtual void notify(std::string_view topic) = 0;
  // For the host's own statements inside a module's transaction; see Unconfined. Returns what held
  // before. `confinement` is borrowed until replaced; nullptr: none.
  virtual const Confinement* confine(const Confinement* confinement) = 0;
};

// While it lives, statements of `tx` run as the core's: the outbox and the job table are written
// in the transactions of modules that may not touch them. On the body's thread, in its scope.
class Unconfined {
 public:
  explicit Unconfined(Transaction& tx) : tx_(tx), before_(tx.confine(nullptr)) {}
  ~Unconfined() { tx_.confine(before_); }
  Unconfined(const Unconfined&) = delete;
  Unconfined& operator=(const Unconfined&) = delete;

 private:
  Transaction& tx_;
  const Confinement* before_;
};

using Body = std::function<Status(Transaction&)>;

// Runs a body with something of the host's own around it, in the same transaction: what it adds is
// kept or lost with the change. Like a body, it may run again.
using Around = std::function<Status(Transaction&, const Body&)>;

// What many callers write alike, so that those who wait for one commit are written in one go: one
// statement prepared, one head row written. It belongs to the core and outlives its writes.
class Together {
 public:
  virtual ~Together() = default;
  // `items` in the order they came in, at least one. Like a body, on the writer's thread, and it
  // may run again: when it fails for several, each is tried alone and fails alone.
  virtual Status write(Transaction& tx, const std::vector<const void*>& items) = 0;
};

struct Options {
  std::string path;         // the file; its folder must exist and be writable
  size_t reader_count = 0;  // 0: min(8, 2 x cores)
  size_t queue_max = 1024;  // waiting writes; beyond, Code::busy
  int busy_timeout_ms = 5000;
};

struct Metrics {
  uint64_t commits = 0;      // group commits done
  uint64_t writes = 0;       // bodies committed
  uint64_t write_queue = 0;  // waiting now
  uint64_t slow_writes = 0;  // bodies over 50 ms
  int64_t file_bytes = 0;
  int64_t wal_bytes = 0;
};

class Database {
 public:
  // Opens or creates the file. Refuses with a sentence: a folder absent or not writable, a file in
  // use by another process, a file that is no database, a file damaged (after an unclean stop).
  static Result<std::unique_ptr<Database>> open(const Options& options);
  virtual ~Database() = default;

  // A consistent snapshot on a reader connection. Transactions do not nest: read and write inside
  // a body answer Code::conflict.
  virtual Status read(const Body& body, const Confinement* confinement = nullptr) = 0;

  // Queued to the single writer; returns when the change is durable or refused. `body` may run
  // again: no effect but SQL. An error rolls back this body only, not its neighbours in the group.
  // A body beyond 2 s is rolled back with Code::timeout unless `bulk`.
  virtual Status write(const Body& body, const Confinement* confinement = nullptr,
                       bool bulk = false) = 0;

  // As write, of one item among those that others hand to the same `together` at that moment.
  // Nothing of surround_writes() runs around it. `item` is borrowed until this returns.
  virtual Status write_together(Together& together, const void* item) {
    return write([&](Transaction& tx) { return together.write(tx, {item}); });
  }

  // `make` is asked on the caller's thread at each write; what it returns runs around the body on
  // the writer's, confined as the body is until it says Unconfined. An empty one: nothing. At
  // start, before the first write of another thread.
  virtual void surround_writes(std::function<Around()> make) = 0;

  // A verified copy made from a reader while writers go on. `progress(done, total)` in pages;
  // returns false to stop.
  virtual Status backup_to(const std::string& path,
                           const std::function<bool(int, int)>& progress) = 0;

  // Writes the whole file anew and empties the log, so that no byte of a deleted row is left in
  // either. Writes wait meanwhile (about a second for 100 MB), and as much free disk as the file is
  // big is needed; readers go on. Code::busy when a reader held the log for too long: try again.
  virtual Status scrub() {
    return said(Code::unsupported, "this database has no file of its own to write anew",
                "Cette base de données n’a pas de fichier à réécrire.");
  }

  // `wake` runs on the writer's thread after each durable group with a notify(topic): it must only
  // signal somebody else. Returns a number for forget(); once forget() returns, `wake` no longer
  // runs.
  virtual uint64_t listen(std::string topic, std::function<void()> wake) = 0;
  virtual void forget(uint64_t listener) = 0;

  virtual Metrics metrics() const = 0;
};

}  // namespace aksis::storage
