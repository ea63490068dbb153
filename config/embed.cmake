# Writes OUTPUT, a C++ source with a function NAME that gives the text of INPUT:
# cmake -DINPUT=... -DNAME=... -DOUTPUT=... -P embed.cmake
file(READ "${INPUT}" text)
file(WRITE "${OUTPUT}" "#include \"config/defaults_text.h\"

namespace rebisect {

std::string_view ${NAME}() {
  return R\"yaml(${text})yaml\";
}

}  // namespace rebisect
")
