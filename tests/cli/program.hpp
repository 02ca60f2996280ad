// Runs the real program and says what it did. One test at a time.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace aksis::test {

struct Outcome {
  int code = -1;  // 128 + signal when one ended it
  std::string out, err;
  long peak_mib = 0;  // of memory
};

struct Surroundings {
  std::map<std::string, std::string> environment;  // added to a nearly empty one
  std::string input;                               // standard input of run()
  bool as_nobody = false;                          // without root's rights
  std::string input_file = {};                     // instead of `input`, and of any size
};

// A running program; killed when the object goes.
class Program {
 public:
  Program(const std::vector<std::string>& arguments, const Surroundings& surroundings = {});
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program();

  // The next line of standard output; empty when it ended or a deadline passed.
  std::string line();
  // Whether `text` came on standard error before a deadline.
  bool says(const std::string& text);
  void signal(int number);
  // Everything from here to its end.
  Outcome wait();

 private:
  bool read_some(int timeout_ms);
  pid_t pid_ = -1;
  int out_ = -1, err_ = -1;
  std::string out_bytes_, err_bytes_;
};

Outcome run(const std::vector<std::string>& arguments, const Surroundings& surroundings = {});

// A folder that goes with the object.
struct Folder {
  Folder();
  ~Folder();
  std::string path(const std::string& name) const { return (root / name).string(); }
  std::string write(const std::string& name, const std::string& text) const;
  std::filesystem::path root;
};

// A served data folder: the program, its address and, on first start, the setup token and a key for
// a program that may do everything.
class Served {
 public:
  explicit Served(const std::string& data, const std::vector<std::string>& more = {});
  const std::string& url() const { return url_; }
  const std::string& key() const { return key_; }
  const std::string& setup() const { return setup_; }
  uint16_t port() const;
  Outcome stop();  // SIGTERM

 private:
  Program program_;
  std::string url_, key_, setup_;
};

}  // namespace aksis::test
