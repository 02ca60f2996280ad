#include "app/command_line/run.hpp"

int main(int count, char** arguments) {
  return aksis::app::run({arguments + 1, arguments + count});
}
