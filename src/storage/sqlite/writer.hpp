// The one thread that writes: takes what waits, runs the bodies in one transaction so that each
// fails alone, commits once, then answers all of them. submit(): any thread. The rest: its own.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "storage/sqlite/answer.hpp"
#include "storage/sqlite/connection.hpp"

namespace aksis::storage {

// Bodies that share one commit: half of the workers, so that the one half wakes and hands in its
// next bodies while the commit of the other is under way.
inline constexpr size_t kGroupMax = 32;
inline constexpr auto kSlowBody = std::chrono::milliseconds(50);
inline constexpr auto kBodyMax = std::chrono::seconds(2);

class Writer {
 public:
  // `wake` is called after a commit with each topic notified in it.
  using Wake = std::function<void(const std::string& topic)>;

  Writer(std::unique_ptr<Connection> connection, size_t queue_max, Wake wake);
  ~Writer();  // runs what waits, then checkpoints and closes

  Status submit(const Body& body, const Confinement* confinement, bool bulk);
  // See Database::write_together.
  Status submit(Together& together, const void* item);
  // See Database::scrub; between two groups of bodies.
  Status scrub();

  struct Counts {
    std::atomic<uint64_t> commits{0}, writes{0}, slow{0};
  };
  const Counts& counts() const { return counts_; }
  uint64_t waiting() const;

 private:
  using Steady = std::chrono::steady_clock;
  // A write that waits, on the stack of its caller.
  struct Job {
    const Body* body = nullptr;  // neither this nor `together`: scrub, alone in its group
    const Confinement* confinement = nullptr;
    bool bulk = false;
    Together* together = nullptr;
    const void* item = nullptr;
    Status result;
    std::vector<std::string> topics;
    bool changed_schema = false;
    bool lost_all = false;  // the whole transaction ended with it
  };
  struct Group {
    std::vector<Job*> jobs;
    Answer answer;
  };

  Status hand_in(Job& job);
  void loop();
  std::shared_ptr<Group> next_group();
  void gather(std::unique_lock<std::mutex>& lock);
  void run_group(Group& group);
  bool run_together(const std::vector<Job*>& jobs, bool savepoints);
  bool run_in_savepoint(Job& job);
  bool run_alike(const std::vector<Job*>& jobs);
  bool run_watched(Job& job);
  bool run_watched(Job& job, const Body& body);
  void rollback();
  void after_commit(const Group& group);
  void checkpoint();
  Status rewrite();
  void optimize();
  Error failed(int code, std::string_view doing);
  static int on_progress(void* self);
  static int on_wal(void* self, sqlite3*, const char*, int frames);

  std::unique_ptr<Connection> connection_;
  const size_t queue_max_;
  const Wake wake_;
  Counts counts_;

  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::shared_ptr<Group>> groups_;
  size_t waiting_ = 0;
  size_t wanted_ = 1;  // how many are worth waiting for, see gather()
  bool idle_ = false;
  bool stopping_ = false;

  // Of the writer's thread.
  Steady::time_point body_deadline_ = Steady::time_point::max();
  Steady::time_point next_optimize_;
  Steady::duration last_commit_{};
  int wal_frames_ = 0;
  int next_checkpoint_;
  bool checkpoint_failed_ = false;
  std::thread thread_;
};

}  // namespace aksis::storage
