// Connections for reading, opened when first needed, lent to one thread at a time. Any thread.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "storage/sqlite/connection.hpp"

namespace aksis::storage {

class ReaderPool {
 public:
  ReaderPool(std::string path, size_t max, int busy_timeout_ms, SchemaEpoch& epoch);

  // Gives its connection back when it ends.
  class Lease {
   public:
    Lease(ReaderPool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    ~Lease() {
      if (connection_) pool_->give_back(std::move(connection_));
    }
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    Connection& connection() { return *connection_; }

   private:
    ReaderPool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  // Waits while all are lent; Code::busy when that lasts as long as SQLite would wait for a lock.
  Result<Lease> borrow();

 private:
  void give_back(std::unique_ptr<Connection> connection);

  const std::string path_;
  const size_t max_;
  const int busy_timeout_ms_;
  SchemaEpoch& epoch_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;  // the last one used is the warmest: taken first
  size_t opened_ = 0;
};

}  // namespace aksis::storage
