#include "access/password_pool.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "base/identity.hpp"

namespace aksis::access {
namespace {

constexpr size_t kThreadsMax = 2;
constexpr size_t kDecoyBytes = 32;

Error full_queue() {
  return said(
      Code::busy,
      "too many people are signing in at this moment; nothing is wrong with the password: try "
      "again in 2 seconds",
      "Trop de personnes se connectent en ce moment ; le mot de passe n’est pas en cause : "
      "réessayez dans deux secondes.");
}

Result<std::string> hash_now(const PasswordCost& cost, const std::string& password) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost.passes,
                            cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return said(Code::full, "the machine has no memory left to hash a password; free some",
                "Le serveur manque de mémoire pour vérifier un mot de passe : prévenez la personne "
                "qui l’administre.");
  return std::string(out.data());
}

// libsodium reads crypto_pwhash_STRBYTES bytes of the hash whatever its length is.
std::array<char, crypto_pwhash_STRBYTES> padded(const std::string& hash) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  std::copy_n(hash.begin(), std::min(hash.size(), out.size() - 1), out.begin());
  return out;
}

}  // namespace

class PasswordPool::State {
 public:
  explicit State(PasswordPoolOptions options) : cost(options.cost) {
    const size_t cores = std::max(1U, std::thread::hardware_concurrency());
    queue_max_ = options.queue_max ? options.queue_max : 2 * cores;
    thread_count_ = options.threads ? options.threads : std::min(kThreadsMax, cores);
  }
  ~State() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  template <typename T>
  Result<T> run(std::function<Result<T>()> task) {
    // Shared: the worker still notifies while the one who waited goes on.
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto answer = promise->get_future();
    {
      const std::lock_guard lock(mutex_);
      if (stopping_ || queue_.size() >= queue_max_) return full_queue();
      while (threads_.size() < thread_count_) threads_.emplace_back([this] { work(); });
      queue_.push_back([&task, promise](bool refused) {
        promise->set_value(refused ? Result<T>(full_queue()) : task());
      });
    }
    wake_.notify_one();
    return answer.get();
  }

  // Made by the first who signs in, whoever it is: the login asked for tells nothing.
  const std::string& decoy() {
    std::call_once(decoy_made_,
                   [this] { decoy_ = hash_now(cost, random_hex(kDecoyBytes)).value(); });
    return decoy_;
  }

  const PasswordCost cost;

 private:
  void work() {
    for (;;) {
      std::function<void(bool)> task;
      bool refused = false;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        task = std::move(queue_.front());
        queue_.pop_front();
        refused = stopping_;
      }
      task(refused);
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void(bool)>> queue_;
  std::vector<std::thread> threads_;
  std::once_flag decoy_made_;
  std::string decoy_;
  size_t thread_count_ = 0;
  size_t queue_max_ = 0;
  bool stopping_ = false;
};

PasswordPool::PasswordPool(PasswordPoolOptions options)
    : state_(std::make_unique<State>(options)) {}
PasswordPool::~PasswordPool() = default;

Result<std::string> PasswordPool::hash(std::string_view password) {
  const std::string text(password);
  return state_->run<std::string>([&] { return hash_now(state_->cost, text); });
}

Result<bool> PasswordPool::verify(std::string_view hash, std::string_view password) {
  const auto stored = padded(std::string(hash));
  return state_->run<bool>([&]() -> Result<bool> {
    return crypto_pwhash_str_verify(stored.data(), password.data(), password.size()) == 0;
  });
}

bool PasswordPool::needs_rehash(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(padded(hash).data(), state_->cost.passes,
                                        state_->cost.memory_bytes) != 0;
}

const std::string& PasswordPool::decoy() const {
  return state_->decoy();
}

}  // namespace aksis::access
