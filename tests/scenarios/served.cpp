#include "served.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

#include "aksis/cpp/json.hpp"

namespace aksis::scenarios {
namespace {

constexpr std::chrono::seconds kPatience{60};  // a sanitizer on a busy machine
constexpr int kTickMs = 50;

// Asks the running server, through its local socket, as an administrator at its machine does.
Result<std::string> make_key(const std::string& program, const std::string& config,
                             const std::string& data) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return internal("no pipe can be made");
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::execl(program.c_str(), program.c_str(), "apikey", "create", "scenario", "*:all", "--json",
            "--config", config.c_str(), "--data", data.c_str(), nullptr);
    ::_exit(98);
  }
  ::close(ends[1]);
  std::string out;
  char block[4096];
  for (ssize_t size; (size = ::read(ends[0], block, sizeof(block))) > 0;)
    out.append(block, static_cast<size_t>(size));
  ::close(ends[0]);
  int state = 0;
  ::waitpid(child, &state, 0);
  AKSIS_ASSIGN(made, json::parse(out));
  const auto key = json::text(made, "key");
  if (key.empty()) return internal("no key was made: " + out);
  return std::string(key);
}

}  // namespace

Served::Served(Served&& other) noexcept
    : folder_(std::exchange(other.folder_, {})),
      key_(std::move(other.key_)),
      pid_(std::exchange(other.pid_, 0)),
      out_(std::exchange(other.out_, -1)),
      port_(other.port_) {}

Served::~Served() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  if (out_ >= 0) ::close(out_);
  if (!folder_.empty()) std::filesystem::remove_all(folder_);
}

// "ready http://127.0.0.1:PORT setup=TOKEN"; then a key for a program that may do everything.
Result<Served> Served::start(const std::string& program) {
  Served served;
  std::string folder = (std::filesystem::temp_directory_path() / "aksis-scenario-XXXXXX").string();
  if (!::mkdtemp(folder.data())) return internal("no temporary folder can be made");
  served.folder_ = folder;
  const auto data = folder + "/data";
  std::filesystem::create_directory(data);
  const auto config = folder + "/aksis.toml";
  std::ofstream(config).flush();  // empty: not this machine's
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return internal("no pipe can be made");
  served.pid_ = ::fork();
  if (served.pid_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    // By options: what the author of a module has in the environment must not win.
    ::execl(program.c_str(), program.c_str(), "serve", "--config", config.c_str(), "--data",
            data.c_str(), "--set", "server.port=0", nullptr);
    ::_exit(98);
  }
  ::close(ends[1]);
  served.out_ = ends[0];
  AKSIS_ASSIGN(line, served.first_line());
  const auto end = line.find(" setup=");
  if (!line.starts_with("ready http://") || end == std::string::npos)
    return internal("the program said '" + line + "' instead of 'ready http://…:PORT setup=…'");
  served.port_ = static_cast<uint16_t>(std::atoi(line.c_str() + line.rfind(':', end) + 1));
  AKSIS_ASSIGN(key, make_key(program, config, data));
  served.key_ = std::move(key);
  return served;
}

Result<std::string> Served::first_line() {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  std::string line;
  while (std::chrono::steady_clock::now() < until) {
    pollfd one{out_, POLLIN, 0};
    if (::poll(&one, 1, kTickMs) <= 0) continue;
    char byte = 0;
    if (::read(out_, &byte, 1) <= 0) return internal("the program ended before it was ready");
    if (byte == '\n') return line;
    line += byte;
  }
  return internal("the program was not ready in time");
}

Status Served::stop() {
  ::kill(pid_, SIGTERM);
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < until) {
    int state = 0;
    if (::waitpid(pid_, &state, WNOHANG) == pid_) {
      pid_ = 0;
      if (WIFEXITED(state) && WEXITSTATUS(state) == 0) return {};
      return internal("the program did not end cleanly: " +
                      (WIFEXITED(state) ? "code " + std::to_string(WEXITSTATUS(state))
                                        : "signal " + std::to_string(WTERMSIG(state))));
    }
    ::poll(nullptr, 0, kTickMs);
  }
  return internal("the program did not end after SIGTERM");
}

}  // namespace aksis::scenarios
