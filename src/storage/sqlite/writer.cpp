#include "storage/sqlite/writer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"
#include "storage/sqlite/errors.hpp"
#include "storage/sqlite/transaction.hpp"

namespace aksis::storage {
namespace {

constexpr int kCheckpointFrames = 1000;
constexpr int kProgressSteps = 10'000;  // of SQLite's machine, about 1 ms, between two looks
constexpr auto kGatherMax = std::chrono::microseconds(500);
constexpr auto kOptimizeEvery = std::chrono::hours(24);

Error closing() {
  return said(Code::busy, "the database is being closed",
              "Le serveur s’arrête ; réessayez dans un instant.");
}

}  // namespace

Writer::Writer(std::unique_ptr<Connection> connection, size_t queue_max, Wake wake)
    : connection_(std::move(connection)),
      queue_max_(queue_max),
      wake_(std::move(wake)),
      next_optimize_(Steady::now() + kOptimizeEvery),
      next_checkpoint_(kCheckpointFrames) {
  sqlite3_progress_handler(connection_->handle(), kProgressSteps, &Writer::on_progress, this);
  sqlite3_wal_hook(connection_->handle(), &Writer::on_wal, this);
  thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  thread_.join();
}

uint64_t Writer::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

Status Writer::submit(const Body& body, const Confinement* confinement, bool bulk) {
  Job job;
  job.body = &body;
  job.confinement = confinement;
  job.bulk = bulk;
  return hand_in(job);
}

Status Writer::submit(Together& together, const void* item) {
  Job job;
  job.together = &together;
  job.item = item;
  return hand_in(job);
}

Status Writer::scrub() {
  Job job;
  job.bulk = true;
  return hand_in(job);
}

Status Writer::hand_in(Job& job) {
  const bool bulk = job.bulk;
  std::shared_ptr<Group> group;
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return closing();
    if (waiting_ >= queue_max_)
      return said(
          Code::busy, "too many changes wait to be written; try again after a moment",
          "Trop de modifications attendent d’être enregistrées ; réessayez dans un instant.");
    // A bulk body takes long: nobody should wait for it in the same group.
    const bool joins = !bulk && !groups_.empty() && groups_.back()->jobs.size() < kGroupMax &&
                       !groups_.back()->jobs.front()->bulk;
    if (!joins) groups_.push_back(std::make_shared<Group>());
    group = groups_.back();
    group->jobs.push_back(&job);
    ++waiting_;
    // Waking costs a system call: only when the writer sleeps, or waits for a group to fill.
    wake = idle_ && (waiting_ == 1 || waiting_ >= wanted_);
  }
  if (wake) arrived_.notify_one();
  group->answer.wait();
  return std::move(job.result);
}

void Writer::loop() {
  while (auto group = next_group()) {
    Job& first = *group->jobs.front();
    if (first.body || first.together)
      run_group(*group);
    else
      first.result = rewrite();
    group->answer.give();
  }
  optimize();
  int frames = 0, done = 0;
  const int code = sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr,
                                             SQLITE_CHECKPOINT_TRUNCATE, &frames, &done);
  // The log stays and is read at the next opening.
  if (code != SQLITE_OK)
    log::warning("storage", sqlite_error(connection_->handle(), code, "last checkpoint").message);
}

std::shared_ptr<Writer::Group> Writer::next_group() {
  checkpoint();
  std::unique_lock lock(mutex_);
  idle_ = true;
  const auto arrived = [&] { return stopping_ || !groups_.empty(); };
  while (!arrived_.wait_until(lock, next_optimize_, arrived)) {
    lock.unlock();
    optimize();
    lock.lock();
  }
  gather(lock);
  idle_ = false;
  if (groups_.empty()) return nullptr;
  auto group = std::move(groups_.front());
  groups_.pop_front();
  waiting_ -= group->jobs.size();
  return group;
}

// The callers answered a moment ago come back one by one: committing for the first of them alone
// would make the others wait for a whole commit. Waits for all seen lately, for a fraction of what
// a commit takes; a lone caller never waits.
void Writer::gather(std::unique_lock<std::mutex>& lock) {
  if (stopping_ || waiting_ >= wanted_) return;
  const auto limit = std::min<Steady::duration>(kGatherMax, last_commit_ / 2);
  arrived_.wait_for(lock, limit, [&] { return stopping_ || waiting_ >= wanted_; });
}

// First without savepoints, since nearly every body succeeds and a savepoint costs as much as a
// small body. When one fails all run again, each in its own. When SQLite loses the transaction (a
// full disk, an interruption) all but the one that lost it run alone.
void Writer::run_group(Group& group) {
  auto jobs = group.jobs;
  if (!run_together(jobs, false)) {
    // Once out of time is enough for those who wait behind it.
    const auto timed_out = [](const Job* job) {
      return !job->result.ok() && job->result.error().code == Code::timeout;
    };
    jobs.erase(std::remove_if(jobs.begin(), jobs.end(), timed_out), jobs.end());
    if (!run_together(jobs, true))
      for (Job* const job : jobs)
        if (!job->lost_all) run_together({job}, false);
  }
  after_commit(group);
}

// False when nothing was kept and the bodies must run again; a single one is answered at once.
bool Writer::run_together(const std::vector<Job*>& jobs, bool savepoints) {
  if (jobs.empty()) return true;
  if (const int code = connection_->control(Control::begin_immediate); code != SQLITE_OK) {
    const Error error = failed(code, "beginning to write");
    for (Job* const job : jobs) job->result = error;
    return true;
  }
  bool any = false;
  std::vector<Job*> alike;
  for (Job* const job : jobs) {
    if (job->together && !savepoints) {
      alike.push_back(job);
      continue;
    }
    if (savepoints ? !run_in_savepoint(*job) : !run_watched(*job)) {
      rollback();
      return jobs.size() == 1 && !savepoints;
    }
    any = any || job->result.ok();
  }
  if (!alike.empty()) {
    std::stable_sort(alike.begin(), alike.end(), [](const Job* left, const Job* right) {
      return std::less<>()(left->together, right->together);
    });
    if (!run_alike(alike)) {
      rollback();
      return jobs.size() == 1;
    }
    any = true;
  }
  if (!any) {
    rollback();
    return true;
  }
  const auto start = Steady::now();
  const int code = connection_->control(Control::commit);
  last_commit_ = Steady::now() - start;
  if (code == SQLITE_OK) {
    ++counts_.commits;
    return true;
  }
  const Error error = failed(code, "committing");
  rollback();
  if (jobs.size() > 1) return false;
  jobs.front()->result = error;
  return true;
}

// False when SQLite rolled the whole transaction back, which takes the neighbours' changes with it.
bool Writer::run_in_savepoint(Job& job) {
  job.lost_all = true;
  if (const int code = connection_->control(Control::savepoint); code != SQLITE_OK) {
    job.result = failed(code, "beginning a change");
    return false;
  }
  run_watched(job);
  if (!connection_->in_transaction()) return false;
  if (!job.result.ok() && connection_->control(Control::rollback_to) != SQLITE_OK) return false;
  if (const int code = connection_->control(Control::release); code != SQLITE_OK) {
    if (job.result.ok()) job.result = failed(code, "ending a change");
    return false;
  }
  job.lost_all = false;
  return true;
}

// Those of one Together in one call, as one body. An error for several is nobody's yet: each is
// tried again in its savepoint.
bool Writer::run_alike(const std::vector<Job*>& jobs) {
  std::vector<const void*> items;
  for (auto first = jobs.begin(); first != jobs.end();) {
    Together* const together = (*first)->together;
    items.clear();
    auto end = first;
    for (; end != jobs.end() && (*end)->together == together; ++end) items.push_back((*end)->item);
    const Body body = [&](Transaction& tx) { return together->write(tx, items); };
    if (!run_watched(**first, body)) {
      if (items.size() > 1) (*first)->result = {};
      return false;
    }
    for (auto other = std::next(first); other != end; ++other) (*other)->result = {};
    first = end;
  }
  return true;
}

// Whether the body succeeded.
bool Writer::run_watched(Job& job) {
  if (job.body) return run_watched(job, *job.body);
  const Body body = [&](Transaction& tx) { return job.together->write(tx, {job.item}); };
  return run_watched(job, body);
}

bool Writer::run_watched(Job& job, const Body& body) {
  const auto start = Steady::now();
  body_deadline_ = job.bulk ? Steady::time_point::max() : start + kBodyMax;
  {
    SqliteTransaction tx(*connection_, job.confinement);
    job.result = tx.run(body);
    job.topics = std::move(tx.topics());
    job.changed_schema = job.changed_schema || tx.changed_schema();
  }
  if (job.result.ok() && !connection_->in_transaction())
    job.result = internal("the transaction was lost; try again");
  body_deadline_ = Steady::time_point::max();
  const auto took = Steady::now() - start;
  if (job.bulk || took <= kSlowBody) return job.result.ok();
  ++counts_.slow;
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  const auto who = job.confinement ? "module:" + job.confinement->module : std::string("the core");
  log::warning("storage",
               fmt::format("a write of {} took {} ms: it holds up everybody else's", who, millis));
  if (took > kBodyMax && job.result.ok())
    job.result = said(Code::timeout,
                      fmt::format("the change took {} ms, more than the 2 s allowed; nothing of it "
                                  "was kept",
                                  millis),
                      "La modification a pris trop de temps ; rien n’a été enregistré. Réessayez.");
  return job.result.ok();
}

void Writer::rollback() {
  if (connection_->in_transaction()) connection_->control(Control::rollback);
}

void Writer::after_commit(const Group& group) {
  size_t kept = 0;
  std::vector<std::string> topics;
  for (const Job* const job : group.jobs) {
    // Readers may have learnt the old schema between the statement and the commit.
    if (job->changed_schema) connection_->schema_changed();
    if (!job->result.ok()) continue;
    ++kept;
    for (const auto& topic : job->topics)
      if (std::find(topics.begin(), topics.end(), topic) == topics.end()) topics.push_back(topic);
  }
  counts_.writes += kept;
  {
    const std::lock_guard lock(mutex_);
    wanted_ = std::min(kGroupMax, group.jobs.size() + waiting_);
  }
  for (const auto& topic : topics) wake_(topic);
}

int Writer::on_wal(void* self, sqlite3*, const char*, int frames) {
  static_cast<Writer*>(self)->wal_frames_ = frames;
  return SQLITE_OK;
}

int Writer::on_progress(void* self) {
  const auto deadline = static_cast<Writer*>(self)->body_deadline_;
  return deadline != Steady::time_point::max() && Steady::now() > deadline;
}

// Between commits, on this thread: SQLite's automatic checkpoints hide their failures.
void Writer::checkpoint() {
  if (wal_frames_ < kCheckpointFrames) next_checkpoint_ = kCheckpointFrames;
  if (wal_frames_ < next_checkpoint_) return;
  int frames = 0, done = 0;
  const int code = sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr,
                                             SQLITE_CHECKPOINT_PASSIVE, &frames, &done);
  // Readers of old snapshots, or a failure, leave frames behind: not again at each commit.
  next_checkpoint_ =
      frames > done || code != SQLITE_OK ? wal_frames_ + kCheckpointFrames : kCheckpointFrames;
  if (code == SQLITE_OK) wal_frames_ = 0;
  const bool failing = code != SQLITE_OK && code != SQLITE_BUSY;
  if (failing && !checkpoint_failed_)
    log::error(
        "storage",
        sqlite_error(connection_->handle(), code, "checkpoint; the log keeps growing").message);
  checkpoint_failed_ = failing;
}

// Deleted bytes may outlive their row in the slack of pages that were rebuilt, and in frames of the
// log: a new file has no slack, and an emptied log no frames.
Status Writer::rewrite() {
  // SQLite's copy of the file would otherwise be made in memory.
  AKSIS_TRY(connection_->execute("PRAGMA temp_store = FILE"));
  const auto written = connection_->execute("VACUUM");
  AKSIS_TRY(connection_->execute("PRAGMA temp_store = MEMORY"));
  AKSIS_TRY(written);
  int frames = 0, done = 0;
  const int code = sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr,
                                             SQLITE_CHECKPOINT_TRUNCATE, &frames, &done);
  if (code == SQLITE_OK) {
    wal_frames_ = 0;
    return {};
  }
  if (code == SQLITE_BUSY)
    return said(Code::busy,
                "a reader held the database's log, which could not be emptied; try again",
                "Le journal de la base de données, en cours de lecture, n’a pas pu être vidé ; "
                "réessayez.");
  return failed(code, "emptying the log");
}

void Writer::optimize() {
  next_optimize_ = Steady::now() + kOptimizeEvery;
  if (auto done = connection_->execute("PRAGMA optimize"); !done.ok())
    log::warning("storage", done.error().message);
}

Error Writer::failed(int code, std::string_view doing) {
  Error error = sqlite_error(connection_->handle(), code, doing);
  log::error("storage", error.message);
  return error;
}

}  // namespace aksis::storage
