#include "audit/filer.hpp"

#include "audit/log.hpp"
#include "base/log.hpp"

namespace aksis::audit {
namespace {

constexpr auto kLookAnyway = std::chrono::hours(24);

}  // namespace

void Filer::start() {
  listener_ = database_.listen(std::string(kUnfiledTopic), [this] { bell_.ring(); });
  thread_ = std::thread([this] { loop(); });
}

void Filer::stop() {
  if (!thread_.joinable()) return;
  database_.forget(listener_);
  bell_.stop();
  thread_.join();
}

void Filer::loop() {
  while (!bell_.stopped()) {
    const auto seen = bell_.rings();
    file_what_waits();
    bell_.wait(seen, kLookAnyway);
  }
}

// An error is tried again when as many entries have come once more.
void Filer::file_what_waits() {
  for (bool more = true; more && !bell_.stopped();) {
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
