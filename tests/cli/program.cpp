#include "program.hpp"

#include "aksis/cpp/json.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace aksis::test {
namespace {

using Steady = std::chrono::steady_clock;

// Sanitizers and busy machines are slow; a healthy program needs a hundredth of it.
constexpr auto kDeadline = std::chrono::seconds(60);
constexpr uid_t kNobody = 65534;
constexpr rlim_t kAddressSpaceMax = rlim_t{8} << 30;

std::vector<std::string> environment_of(const Surroundings& surroundings) {
  std::map<std::string, std::string> all = {{"LANG", "en_US.UTF-8"}, {"PATH", "/usr/bin:/bin"}};
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
    if (const char* value = std::getenv(name)) all[name] = value;
  for (const auto& [name, value] : surroundings.environment) all[name] = value;
  std::vector<std::string> out;
  for (const auto& [name, value] : all) out.push_back(name + "=" + value);
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

struct Pipe {
  int read = -1, write = -1;
  Pipe() {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    read = ends[0];
    write = ends[1];
  }
};

// A program that reads without end shall fail, and not take the machine with it. Sanitizers reserve
// more than there is.
void limit_memory() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  const rlimit limit{kAddressSpaceMax, kAddressSpaceMax};
  ::setrlimit(RLIMIT_AS, &limit);
#endif
}

}  // namespace

Program::Program(const std::vector<std::string>& arguments, const Surroundings& surroundings) {
  std::vector<std::string> words = {AKSIS_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  auto variables = environment_of(surroundings);
  auto argv = pointers(words);
  auto envp = pointers(variables);
  const Pipe in, out, err;
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(in.read, STDIN_FILENO);
    ::dup2(out.write, STDOUT_FILENO);
    ::dup2(err.write, STDERR_FILENO);
    if (!surroundings.input_file.empty())
      ::dup2(::open(surroundings.input_file.c_str(), O_RDONLY), STDIN_FILENO);
    limit_memory();
    for (const int end : {in.read, in.write, out.read, out.write, err.read, err.write})
      ::close(end);
    if (surroundings.as_nobody && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) ::_exit(99);
    ::execve(argv[0], argv.data(), envp.data());
    ::_exit(98);
  }
  for (const int end : {in.read, out.write, err.write}) ::close(end);
  const auto written = ::write(in.write, surroundings.input.data(), surroundings.input.size());
  ::close(in.write);
  if (written != static_cast<ssize_t>(surroundings.input.size()))
    throw std::runtime_error("the input does not fit a pipe");
  out_ = out.read;
  err_ = err.read;
}

Program::~Program() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(out_);
  ::close(err_);
}

// False when both streams are at their end, or nothing came in time.
bool Program::read_some(int timeout_ms) {
  pollfd streams[2] = {{out_, POLLIN, 0}, {err_, POLLIN, 0}};
  if (::poll(streams, 2, timeout_ms) <= 0) return false;
  bool alive = false;
  for (int i = 0; i < 2; ++i) {
    if (!streams[i].revents) {
      alive = true;
      continue;
    }
    char bytes[4096];
    const auto size = ::read(streams[i].fd, bytes, sizeof bytes);
    if (size > 0) {
      (i == 0 ? out_bytes_ : err_bytes_).append(bytes, static_cast<size_t>(size));
      alive = true;
    } else {
      auto& handle = i == 0 ? out_ : err_;
      ::close(handle);
      handle = -1;  // poll passes over it
    }
  }
  return alive && (out_ >= 0 || err_ >= 0);
}

std::string Program::line() {
  const auto until = Steady::now() + kDeadline;
  while (out_bytes_.find('\n') == std::string::npos) {
    if (Steady::now() > until || !read_some(1000)) {
      if (out_ < 0 || Steady::now() > until) break;
    }
  }
  const size_t end = out_bytes_.find('\n');
  if (end == std::string::npos) return {};
  const auto line = out_bytes_.substr(0, end);
  out_bytes_.erase(0, end + 1);
  return line;
}

bool Program::says(const std::string& text) {
  const auto until = Steady::now() + kDeadline;
  while (err_bytes_.find(text) == std::string::npos && err_ >= 0 && Steady::now() < until)
    read_some(1000);
  return err_bytes_.find(text) != std::string::npos;
}

void Program::signal(int number) {
  ::kill(pid_, number);
}

Outcome Program::wait() {
  const auto until = Steady::now() + kDeadline;
  while ((out_ >= 0 || err_ >= 0) && Steady::now() < until) read_some(1000);
  if (out_ >= 0 || err_ >= 0) ::kill(pid_, SIGKILL);
  int status = 0;
  rusage used{};
  ::wait4(pid_, &status, 0, &used);
  pid_ = -1;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, out_bytes_, err_bytes_, used.ru_maxrss >> 10};
}

Outcome run(const std::vector<std::string>& arguments, const Surroundings& surroundings) {
  return Program(arguments, surroundings).wait();
}

Folder::Folder() {
  std::string pattern = std::filesystem::temp_directory_path() / "aksis_cli_XXXXXX";
  root = ::mkdtemp(pattern.data());
}

Folder::~Folder() {
  std::error_code error;
  std::filesystem::remove_all(root, error);
}

std::string Folder::write(const std::string& name, const std::string& text) const {
  std::filesystem::create_directories((root / name).parent_path());
  std::ofstream(root / name, std::ios::binary) << text;
  return path(name);
}

namespace {

std::vector<std::string> serve_words(const std::string& data,
                                     const std::vector<std::string>& more) {
  std::vector<std::string> words = {"serve", "--create", "--data", data, "--set", "server.port=0"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

Served::Served(const std::string& data, const std::vector<std::string>& more)
    : program_(serve_words(data, more)) {
  const auto line = program_.line();
  if (!line.starts_with("ready ")) FAIL("not ready: " << line << program_.wait().err);
  const size_t end = std::min(line.find(' ', 6), line.size());
  url_ = line.substr(6, end - 6);
  const size_t at = line.find(" setup=");
  if (at == std::string::npos) return;
  setup_ = line.substr(at + 7);
  const auto made = run({"apikey", "create", "test", "*:all", "--json", "--data", data});
  const auto parsed = json::parse(made.out);
  if (!parsed.ok()) FAIL("no key was made: " << made.out << made.err);
  key_ = json::text(*parsed, "key");
}

uint16_t Served::port() const {
  return static_cast<uint16_t>(std::stoi(url_.substr(url_.rfind(':') + 1)));
}

Outcome Served::stop() {
  program_.signal(SIGTERM);
  return program_.wait();
}

}  // namespace aksis::test
