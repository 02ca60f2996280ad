#include "modules/check_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "aksis/cpp/json.hpp"

extern char** environ;

namespace aksis::modules {
namespace fs = std::filesystem;
namespace {

constexpr int kPollMilliseconds = 200;
constexpr size_t kOutputBytesMax = 1 << 20;

// Beside this program in a build tree, below lib in an installation.
Result<std::string> checker() {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const auto* place : {"aksis-module-check", "../lib/aksis/aksis-module-check"})
    if (fs::exists(program / place, error)) return (program / place).lexically_normal().string();
  return internal("aksis-module-check is missing in ../lib/aksis; install aksis again");
}

struct Process {
  pid_t id = -1;
  int output = -1;
  ~Process() {
    if (output >= 0) close(output);
    if (id > 0) {
      kill(id, SIGKILL);
      waitpid(id, nullptr, 0);
    }
  }
};

Status spawn(Process& process, std::vector<std::string> words) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return internal("no pipe can be made: too many open files");
  process.output = ends[0];
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const int failed =
      posix_spawn(&process.id, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (!failed) return {};
  process.id = -1;
  return internal(fmt::format("{} cannot run: {}", words[0], std::strerror(failed)));
}

Result<std::string> read_output(const Process& process, const std::function<bool()>& stopped) {
  std::string output;
  char part[4096];
  for (;;) {
    if (stopped()) return Error{Code::cancelled, "the check was stopped", {}};
    pollfd waiting{process.output, POLLIN, 0};
    if (poll(&waiting, 1, kPollMilliseconds) <= 0) continue;
    const auto size = read(process.output, part, sizeof part);
    if (size <= 0) return output;
    output.append(part, static_cast<size_t>(size));
    if (output.size() > kOutputBytesMax) return internal("the check says more than 1 MiB");
  }
}

std::vector<Finding> parse_output(std::string_view output, int wait_status) {
  std::vector<Finding> findings;
  std::string calling;
  bool done = false;
  while (!output.empty()) {
    const auto end = std::min(output.find('\n'), output.size());
    const auto line = json::parse(output.substr(0, end));
    output.remove_prefix(std::min(end + 1, output.size()));
    if (!line.ok()) continue;  // what the module itself printed
    done |= json::boolean(*line, "done");
    if (json::member(*line, "calling")) calling = json::text(*line, "calling");
    if (json::member(*line, "check"))
      findings.push_back({std::string(json::text(*line, "check")), json::boolean(*line, "ok"),
                          std::string(json::text(*line, "message"))});
  }
  if (done) return findings;
  const auto where = calling.empty() ? std::string("while it was loaded") : "in " + calling;
  const int signal = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
  if (signal == SIGALRM)
    findings.push_back({"routes", false, "the module does not return " + where});
  else
    findings.push_back({"routes", false,
                        fmt::format("the module ended the process ({}) {}",
                                    signal ? strsignal(signal) : "exit", where)});
  return findings;
}

}  // namespace

Result<std::vector<Finding>> run_check(const std::string& folder,
                                       const std::vector<std::string>& others,
                                       const std::function<bool()>& stopped) {
  AKSIS_ASSIGN(program, checker());
  std::vector<std::string> words{program, folder};
  words.insert(words.end(), others.begin(), others.end());
  Process process;
  AKSIS_TRY(spawn(process, std::move(words)));
  AKSIS_ASSIGN(output, read_output(process, stopped));
  int wait_status = 0;
  waitpid(process.id, &wait_status, 0);
  process.id = -1;
  return parse_output(output, wait_status);
}

}  // namespace aksis::modules
