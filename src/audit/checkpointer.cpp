#include "audit/checkpointer.hpp"

#include <fmt/format.h>

#include "base/log.hpp"

namespace aksis::audit {

using storage::Transaction;

Checkpointer::Checkpointer(storage::Database& database, const SigningKey& key, const Clock& clock)
    : database_(database), key_(key), clock_(clock) {}

Checkpointer::~Checkpointer() {
  stop();
}

Status Checkpointer::start(const CheckpointerOptions& options) {
  if (options.witnesses.size() > kWitnessesMax)
    return invalid(fmt::format("{} witnesses are too many: at most {}", options.witnesses.size(),
                               kWitnessesMax));
  std::vector<std::unique_ptr<Shipper>> made;
  for (const auto& address : options.witnesses) {
    AKSIS_ASSIGN(witness, make_witness(address));
    made.push_back(
        std::make_unique<Shipper>(database_, clock_, address, std::move(witness), options.delays));
  }
  shippers_ = std::move(made);
  for (const auto& shipper : shippers_) shipper->start();
  listener_ = database_.listen(std::string(kFullTopic), [this] { bell_.ring(); });
  thread_ = std::thread([this, interval = options.interval] { loop(interval); });
  return {};
}

void Checkpointer::stop() {
  if (!thread_.joinable()) return;
  database_.forget(listener_);
  bell_.stop();
  thread_.join();
  for (const auto& shipper : shippers_) shipper->stop();
}

// Stopped while it waits, it makes a last one.
void Checkpointer::loop(std::chrono::milliseconds interval) {
  for (;;) {
    const auto seen = bell_.rings();
    try_one();
    if (bell_.stopped()) return;
    bell_.wait(seen, interval);
  }
}

void Checkpointer::try_one() {
  if (const auto made = make_now(); !made.ok()) log::error("audit", made.error().message);
}

Result<std::optional<StoredCheckpoint>> Checkpointer::make_now() {
  std::optional<StoredCheckpoint> out;
  const auto written = database_.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(made, make_checkpoint(tx, key_));
    out = std::move(made);
    return {};
  });
  {
    const std::lock_guard lock(mutex_);
    status_.error = written.ok() ? "" : written.error().message;
    if (!written.ok()) ++status_.failures;
    if (written.ok() && out) status_.made_at = clock_.now();
  }
  AKSIS_TRY(written);
  if (out)
    for (const auto& shipper : shippers_) shipper->wake();
  return out;
}

CheckpointerStatus Checkpointer::status() const {
  CheckpointerStatus out;
  {
    const std::lock_guard lock(mutex_);
    out = status_;
  }
  for (const auto& shipper : shippers_) out.witnesses.push_back(shipper->status());
  return out;
}

}  // namespace aksis::audit
