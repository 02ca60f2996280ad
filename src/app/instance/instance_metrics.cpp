#include <fmt/format.h>

#include "app/instance/instance.hpp"

namespace aksis::app {
namespace {

void add(std::string& out, std::string_view name, std::string_view type, auto value) {
  fmt::format_to(std::back_inserter(out), "# TYPE {0} {1}\n{0} {2}\n", name, type, value);
}

}  // namespace

std::string Instance::metrics() const {
  std::string out;
  const auto storage = database_->metrics();
  add(out, "aksis_storage_commits_total", "counter", storage.commits);
  add(out, "aksis_storage_writes_total", "counter", storage.writes);
  add(out, "aksis_storage_slow_writes_total", "counter", storage.slow_writes);
  add(out, "aksis_storage_write_queue", "gauge", storage.write_queue);
  add(out, "aksis_storage_file_bytes", "gauge", storage.file_bytes);
  add(out, "aksis_storage_wal_bytes", "gauge", storage.wal_bytes);
  const auto events = dispatcher_->metrics();
  add(out, "aksis_events_delivered_total", "counter", events.delivered);
  add(out, "aksis_events_retried_total", "counter", events.retried);
  add(out, "aksis_events_set_aside_total", "counter", events.set_aside);
  const auto jobs = jobs_->metrics();
  add(out, "aksis_jobs_done_total", "counter", jobs.done);
  add(out, "aksis_jobs_retried_total", "counter", jobs.retried);
  add(out, "aksis_jobs_failed_total", "counter", jobs.failed);
  add(out, "aksis_jobs_waiting", "gauge", jobs.waiting);
  return out;
}

}  // namespace aksis::app
