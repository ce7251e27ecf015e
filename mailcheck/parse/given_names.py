"""The given names by which two people are told from one: the 250 most frequent of women and the 250 of men.

From the name files of the United States Census of 1990, which are in the public domain, as the package `names` 0.3.0
ships them. They stand here and not in config/, because nobody is meant to tune them: the false-positive rates that the
tests hold are those of exactly this list. And the floor of parse reads no file.
"""

_LISTED = """
aaron adam adrian agnes alan albert alex alexander alfred alice alicia allan allen allison alma alvin amanda amber amy
ana andre andrea andrew angel angela anita ann anna anne annette annie anthony antonio april arlene arnold arthur
ashley audrey barbara barry beatrice ben benjamin bernard bernice bertha bessie beth betty beverly bill billy bobby
bonnie brad bradley brandon brenda brent brett brian brittany bruce bryan calvin carl carla carlos carmen carol
caroline carolyn carrie catherine cathy cecil chad charlene charles charlie charlotte cheryl chester chris christian
christina christine christopher cindy clara clarence claude claudia clifford clinton clyde cody colleen connie
constance corey cory courtney craig crystal curtis cynthia dale dan dana daniel danielle danny darlene darrell darren
darryl david dawn dean debbie deborah debra delores denise dennis derek derrick diana diane dolores don donald donna
dora doris dorothy douglas duane dustin earl eddie edgar edith edna edward edwin eileen elaine eleanor elizabeth ella
ellen elmer elsie emily emma eric erica erik erin ernest esther ethel eugene eva evelyn fernando florence floyd
frances francis francisco frank franklin fred frederick gabriel gail gary gene george georgia gerald geraldine
gertrude gilbert gina gladys glen glenda glenn gloria gordon grace greg gregory harold harry harvey hazel heather
hector heidi helen henry herbert herman holly howard ida irene jack jackie jacob jacqueline james jamie jane janet
janice jared jason javier jay jean jeanette jeanne jeff jeffery jeffrey jennifer jeremy jerome jerry jesse jessica
jessie jesus jill jim jimmy jo joan joann joanne joe joel john johnny jon jonathan jorge jose joseph josephine joshua
joy joyce juan juanita judith judy julia julie julio june justin karen karl katherine kathleen kathryn kathy katie
keith kelly kenneth kevin kim kimberly kristen kristin kurt kyle lance larry laura lauren laurie lawrence lee leo leon
leonard leroy leslie lester lewis lillian lillie linda lisa lloyd lois lonnie loretta lori lorraine louis louise
lucille lucy luis lydia lynn manuel marc marcia marcus margaret maria marian marie marilyn mario marion marjorie mark
marlene martha martin marvin mary mathew matthew maureen maurice megan melanie melinda melissa melvin michael micheal
michele michelle miguel mike mildred milton minnie mitchell monica nancy natalie nathan nathaniel neil nellie nicholas
nicole norma norman oscar pamela patricia patrick paul paula pauline pearl pedro peggy peter philip phillip phyllis
rachel rafael ralph ramon randall randy raul ray raymond rebecca regina reginald renee rhonda ricardo richard rick
ricky rita robert roberta roberto robin rodney roger roland ron ronald ronnie rosa rose rosemary roy ruben ruby
russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean shane shannon sharon shawn sheila sherry
shirley stacey stacy stanley stella stephanie stephen steve steven sue susan suzanne sylvia tamara tammy tanya tara
ted teresa terri terry thelma theodore theresa thomas tiffany tim timothy tina todd tom tommy tony tonya tracy travis
troy tyler tyrone valerie vanessa vera vernon veronica vicki victor victoria vincent viola virginia vivian walter
wanda warren wayne wendy wesley william willie wilma yolanda yvonne zachary
"""

GIVEN_NAMES = frozenset(_LISTED.split())
"""Lower case, 495 of them: some are given to women and men."""
