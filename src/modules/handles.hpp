// The host's side of aksis_call and aksis_tx. A handle is used by the thread it was given to, while
// the call lasts. One kept longer is noticed: its memory is never given back to the system, and is
// used again only after many others.
#pragma once

#include <aksis/types.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "operations/registry.hpp"
#include "privacy/keyring.hpp"
#include "storage/database.hpp"

namespace aksis::modules {

struct Module;

template <typename Handle>
class HandlePool {
 public:
  Handle& take() {
    const std::scoped_lock lock(mutex_);
    if (free_.size() <= kRest) {
      all_.emplace_back();
      return all_.back();
    }
    Handle& handle = *free_.front();
    free_.pop_front();
    return handle;
  }
  void give_back(Handle& handle) {
    const std::scoped_lock lock(mutex_);
    free_.push_back(&handle);
  }

 private:
  static constexpr size_t kRest = 64;  // handles that rest before the first is used again
  std::mutex mutex_;
  std::deque<Handle> all_;
  std::deque<Handle*> free_;
};

// A handle for the duration of a scope.
template <typename Handle>
class Lent {
 public:
  template <typename... Args>
  explicit Lent(HandlePool<Handle>& pool, Args&&... args) : pool_(pool), handle_(pool.take()) {
    handle_.open(std::forward<Args>(args)...);
  }
  ~Lent() {
    handle_.close();
    pool_.give_back(handle_);
  }
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;
  Handle& operator*() { return handle_; }
  Handle* operator->() { return &handle_; }

 private:
  HandlePool<Handle>& pool_;
  Handle& handle_;
};

}  // namespace aksis::modules

struct aksis_tx {
  // `call`: whose handler began it; nullptr: the host itself, a subscriber.
  void open(aksis::modules::Module& owner, aksis::storage::Transaction& transaction, bool writes,
            const aksis::operations::Current* call);
  void close();
  // Keeps the sentence for sql->error().
  aksis_status refuse(const aksis::Error& why);
  // The person's key, read once a body.
  aksis::Result<const aksis::privacy::PersonKey*> key_of(std::string_view person);

  std::atomic<bool> live{false};
  std::thread::id thread;
  aksis::modules::Module* module = nullptr;
  aksis::storage::Transaction* transaction = nullptr;
  bool writing = false;
  const aksis::operations::Current* call = nullptr;
  std::string error;  // the last sentence

 private:
  std::string key_person_;
  std::optional<aksis::privacy::PersonKey> key_;
};

struct aksis_call {
  void open(aksis::modules::Module& owner, aksis::operations::Call& call);
  void close();  // deletes the temporary files

  std::atomic<bool> live{false};
  aksis::modules::Module* module = nullptr;
  aksis::operations::Call* call = nullptr;
  std::string input;  // written when first asked for
  std::optional<aksis::Error> failure;
  std::chrono::steady_clock::time_point progressed;
  std::vector<std::string> temporary_files;
};

namespace aksis::modules {

HandlePool<aksis_tx>& transactions();
HandlePool<aksis_call>& calls();

// Whether this thread runs the body of a module's transaction.
bool in_transaction();

// The transaction or call behind a handle, or nullptr, with a log line, when the handle is none
// that this thread may use now.
aksis_tx* usable(aksis_tx* tx);
aksis_call* usable(aksis_call* call);

}  // namespace aksis::modules
