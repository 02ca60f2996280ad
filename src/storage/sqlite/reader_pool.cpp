#include "storage/sqlite/reader_pool.hpp"

#include <chrono>

namespace aksis::storage {

ReaderPool::ReaderPool(std::string path, size_t max, int busy_timeout_ms, SchemaEpoch& epoch)
    : path_(std::move(path)), max_(max), busy_timeout_ms_(busy_timeout_ms), epoch_(epoch) {
  idle_.reserve(max_);
}

Result<ReaderPool::Lease> ReaderPool::borrow() {
  {
    std::unique_lock lock(mutex_);
    if (idle_.empty() && opened_ == max_) {
      const bool free = returned_.wait_for(lock, std::chrono::milliseconds(busy_timeout_ms_),
                                           [&] { return !idle_.empty() || opened_ < max_; });
      if (!free)
        return said(Code::busy, "every reading connection is taken; try again after a moment",
                    "Trop de lectures à la fois ; réessayez dans un instant.");
    }
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return Lease(*this, std::move(connection));
    }
    ++opened_;
  }
  auto connection = Connection::open(path_, Connection::Role::reader, busy_timeout_ms_, epoch_);
  auto status = connection.ok() ? (*connection)->configure() : Status(connection.error());
  if (status.ok()) return Lease(*this, *std::move(connection));
  {
    const std::lock_guard lock(mutex_);
    --opened_;
  }
  returned_.notify_one();
  return std::move(status).error();
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

}  // namespace aksis::storage
