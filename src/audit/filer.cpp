#include "audit/filer.hpp"

#include "audit/log.hpp"
#include "base/log.hpp"

namespace aksis::audit {

void Filer::start() {
  listener_ = database_.listen(std::string(kUnfiledTopic), [this] {
    {
      const std::lock_guard lock(mutex_);
      many_ = true;
    }
    changed_.notify_all();
  });
  thread_ = std::thread([this] { loop(); });
}

void Filer::stop() {
  if (!thread_.joinable()) return;
  database_.forget(listener_);
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Filer::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stopping_ || many_; });
    if (stopping_) return;
    many_ = false;
    lock.unlock();
    file_what_waits();
    lock.lock();
  }
}

bool Filer::is_stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

// An error is tried again when as many entries have come once more.
void Filer::file_what_waits() {
  for (bool more = true; more && !is_stopping();) {
    const auto filed = database_.write(
        [&](storage::Transaction& tx) -> Status {
          AKSIS_ASSIGN(some, file_some(tx));
          more = some;
          return {};
        },
        nullptr, true);
    if (filed.ok()) continue;
    log::error("audit", "the log is not filed under its people: " + filed.error().message);
    return;
  }
}

}  // namespace aksis::audit
