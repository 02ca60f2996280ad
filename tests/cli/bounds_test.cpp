// Inputs without end, or made to swell: each reader has a bound, says so, and the program stays
// small.
#include <sys/stat.h>
#include <zip.h>

#include <catch2/catch.hpp>

#include "program.hpp"

using namespace aksis::test;

namespace {

// A program with nothing to do takes some 20 MiB, one with its modules 70.
constexpr long kPeakMibMax = 700;

std::string repeated(std::string_view piece, size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (size_t i = 0; i < times; ++i) out += piece;
  return out;
}

struct Case {
  std::vector<std::string> words;
  const char* said;
  std::string input_file;
};

void check(const Case& one, const std::string& data) {
  auto words = one.words;
  words.insert(words.end(), {"--data", data});
  Surroundings surroundings;
  surroundings.input_file = one.input_file;
  const auto outcome = run(words, surroundings);
  std::string line;
  for (const auto& word : one.words) line += word + " ";
  INFO(line << "\n" << outcome.err);
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Catch::Contains(one.said));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CHECK(outcome.peak_mib < kPeakMibMax);
#endif
}

void write_zip(const std::string& path, int entries) {
  int code = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE, &code);
  REQUIRE(zip);
  for (int i = 0; i < entries; ++i)
    zip_file_add(zip, std::to_string(i).c_str(), zip_source_buffer(zip, nullptr, 0, 0), 0);
  REQUIRE(zip_close(zip) == 0);
}

}  // namespace

TEST_CASE("No device is read without end, whoever names it") {
  const Folder folder;
  const auto data = folder.path("data");
  std::filesystem::create_directory(data);
  const char* zero = "/dev/zero";
  for (const auto& one : std::vector<Case>{
           {{"config", "check", "--config", zero}, "/dev/zero: is larger than 1 MiB", {}},
           {{"person", "list", "--config", zero}, "/dev/zero: is larger than 1 MiB", {}},
           {{"call", "people.create", "-"}, "standard input is larger than 8 MiB", zero},
           {{"person", "add", "A-1", "--input", "-"}, "standard input is larger than", zero},
           {{"person", "add", "A-1", "--input", "@/dev/zero"}, "/dev/zero is larger than", {}},
           {{"import", "rome", zero}, "/dev/zero is a device or a pipe", {}},
           {{"import", "trainings", zero}, "/dev/zero is a device or a pipe", {}}})
    check(one, data);
  const auto served = run(
      {"serve", "--data", data, "--set", "server.port=0", "--set", "modules.checksums=/dev/zero"});
  CHECK(served.code == 5);
  CHECK_THAT(served.err, Catch::Contains("modules.checksums: /dev/zero is larger than 1 MiB"));
}

TEST_CASE("A backup does not take the place of a device") {
  const Folder folder;
  const auto data = folder.path("data");
  std::filesystem::create_directory(data);
  const auto pipe = folder.path("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const auto outcome = run({"backup", pipe, "--replace", "--data", data});
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Catch::Contains(pipe + " is a device or a pipe"));
  CHECK(std::filesystem::is_fifo(pipe));
}

TEST_CASE("Files that swell in memory are refused with their place") {
  const Folder folder;
  const auto data = folder.path("data");
  std::filesystem::create_directory(data);
  const auto commas = folder.write("commas.csv", "title,rome_code\n" + repeated(",", 20'000'000));
  const auto titles =
      folder.write("titles.csv", "title,rome_code\n" + repeated("a,A1101\n", 200'000));
  const auto dots = folder.write("dots.toml", repeated("a.", 400'000) + "a = 1\n");
  const auto tables = folder.write("tables.toml", "[" + repeated("a.", 400'000) + "a]\n");
  const auto list = folder.write("list.toml", "a=[" + repeated("1,", 10'000'000) + "]\n");
  const auto rome = std::string(AKSIS_SOURCE_DIR) + "/config/demo/rome";
  REQUIRE(run({"import", "rome", rome, "--data", data}).code == 0);
  write_zip(folder.path("many.zip"), 5000);
  for (const auto& one : std::vector<Case>{
           {{"evaluate", "titles", commas}, "line 2: the row has more than 1000 fields", {}},
           {{"evaluate", "titles", titles}, "more than 100000 titles", {}},
           {{"evaluate", "titles", "/dev/zero"}, "/dev/zero is a folder or a device", {}},
           {{"import", "overlay", commas}, "commas.csv is larger than 8 MiB", {}},
           {{"import", "overlay", dots}, "dots.toml: line 1: more than 64 dots", {}},
           {{"import", "overlay", tables}, "tables.toml: line 1: more than 64 dots", {}},
           {{"import", "overlay", list}, "list.toml is larger than 8 MiB", {}},
           {{"import", "communes", commas}, "line 1: the header must name insee", {}},
           {{"import", "rome", folder.path("many.zip")}, "more than 2000 entries", {}},
           {{"config", "check", "--config", dots}, "dots.toml: line 1: more than 64 dots", {}},
           {{"config", "check", "--config", list}, "list.toml: is larger than 1 MiB", {}}})
    check(one, data);
}
