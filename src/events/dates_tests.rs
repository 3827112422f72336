//! What a report goes on with, run through the whole pipeline.

use super::tests::{Case, check};

/// Text, a trigger in it, and the dates of the events that it expresses.
const CASES: &[Case] = &[
    // a date without a year in front of what has happened, and of what is planned
    ("The 7 October attack on Kobani killed 12 people.", "attack", &["2022-10-07"]),
    ("Turkey has bombed Kobani since October 7.", "bombed", &["2022-10-07/.."]),
    // in a document of that day
    ("In a letter published on Monday, Maria Ruiz said that times were hard.", "said", &["2023-07-10"]),
    // told on a day, and what goes on with it
    ("Maria Ruiz told reporters on Monday that the talks were over. Ruiz praised Canada.", "praised", &["2023-07-10"]),
    ("Maria Ruiz told reporters in 2019 that the talks were over. Ruiz praised Canada.", "praised", &[""]),
    ("Maria Ruiz criticised the plan on Monday. In response, Pedro Lopez praised Canada.", "praised", &["2023-07-10"]),
    ("Maria Ruiz told reporters on Monday that the talks were over. Ruiz recently praised Canada.", "praised", &[""]),
    // an expression that the parser hangs elsewhere, beside the verb
    (
        "Two people familiar with the matter told the Herald on Monday that it looked likely that the mood would change.",
        "told",
        &["2023-07-10"],
    ),
    ("A protester in Lyon on Monday attacked a policeman.", "attacked", &["2023-07-10"]),
    ("Pirates on Monday boarded a tanker off Benin.", "boarded", &["2023-07-10"]),
    ("Peru, in 2019, banned the party.", "banned", &["2019"]),
    ("Officials said they shot down 144 drones on Monday in a wave of attacks that killed a woman.", "attacks", &["2023-07-10"]),
    ("At least 55 people have been killed since June 9.", "killed", &["2023-06-09/.."]),
    ("In 2019, prosecutors say, Marsh bribed the mayor.", "bribed", &["2019"]),
    ("On Sunday night, police believe, two men shot Ana Reyes.", "shot", &["2023-07-09"]),
    (
        "Chile launched an assault on Lima on 7 July, during which ten people were killed and five were taken hostage.",
        "taken",
        &["2023-07-07"],
    ),
    ("Peru conducted another strike on the town on Monday night, which killed a guard.", "killed", &["2023-07-10"]),
    ("The report, which the ministry published on Monday, found that 40 people had died.", "found", &["2023-07-10"]),
    ("Omar Reyes was detained as he tried to board a flight on Sunday.", "detained", &["2023-07-09"]),
    ("The last election, in 2022, was won by Ana Reyes.", "won", &["2022"]),
    ("Ana Reyes won the election in May.", "won", &["2023-05"]),
    ("The wedding was postponed until September.", "postponed", &[""]),
    ("The bank was not informed of the leak until June.", "informed", &["2023-06"]),
    ("Omar Reyes was convicted of taking bribes between 2015 and 2018.", "convicted", &[""]),
    ("The firm has committed itself to cutting emissions by 2035.", "committed", &[""]),
    ("At a dinner marking the founding of the party on Monday, Ana Reyes vowed to fight on.", "vowed", &["2023-07-10"]),
    // of what several said at one place
    ("Omar Reyes gave no answer at Monday's debate. Ana Ortiz accused him of lying.", "accused", &["2023-07-10"]),
    // of what the sentence before tells of
    ("A man has been stabbed to death in a park. It happened on Monday evening, police said.", "stabbed", &["2023-07-10"]),
    ("Two teenagers were hurt in a crash. The incident took place near Lima on Sunday.", "hurt", &["2023-07-09"]),
    ("Peru has expelled two diplomats. The decision came on Tuesday after talks failed.", "expelled", &["2023-07-11"]),
    (
        "Two people have been killed in an air strike in Lima. Three others were injured when a van was hit early on Monday. A man had been killed there on Friday.",
        "killed",
        &["2023-07-10", "2023-07-07"],
    ),
    ("Guards stormed the mosque on Saturday. Omar Reyes, a baker, was arrested there at 7 a.m.", "arrested", &["2023-07-08"]),
    (
        "Two people died in a raid in Lima on Monday. Police said on Tuesday that nine were killed in the shooting.",
        "shooting",
        &["2023-07-10"],
    ),
    // after something on a day of the news, in front of the sentence; after something in a time that is not over, or before it
    ("After the race on Monday, Ruiz criticised Canada.", "criticised", &["2023-07-10"]),
    ("After her win last week, Ruiz told reporters that she was tired.", "told", &["2023-07-03/2023-07-09"]),
    ("Ruiz was arrested after an attack on a guard this month.", "arrested", &["2023-07"]),
    ("Ruiz has trained hard this year before travelling to Paris.", "travelling", &["2023"]),
    ("Before the race on Monday, Ruiz criticised Canada.", "criticised", &["../2023-07-10"]),
    // beside what happens
    ("Peru has struggled with bad weather this month as heavy rains flood the south.", "flood", &["2023-07"]),
    // said in the name of those who act by saying so
    ("\"This government is determined to end that,\" Ruiz said on Tuesday.", "determined", &["2023-07-11"]),
    ("Ruiz was attacked by gunmen in 2017. Ruiz suffered severe injuries.", "suffered", &["2017"]),
    ("Polls show the 2016 presidential nominee Ann Marsh ahead of Holt.", "nominee", &["2016"]),
    // a year in front of a sentence leads away
    (
        "Ruiz told reporters on Monday that the talks were over. In 2019, her posts drew anger. She implied that money was behind it.",
        "implied",
        &[""],
    ),
    // at the end of the phrase of another word
    ("The ministry has sued Ohio for removing voters too close to the presidential election on November 5.", "election", &["2023-11-05"]),
    (
        "The crimes came in the context of protests sparked by the death of student Ana Reyes in September 2022, when she had been arrested.",
        "death",
        &["2022-09"],
    ),
    ("A Guardian report in October 2021 also found that police used force.", "found", &["2021-10"]),
    ("In 2021, after sacking the finance minister, President Reyes pushed through a law.", "sacking", &["2021"]),
    ("In 2022, he faced a challenge when anger over prices erupted into protests over corruption.", "protests", &["2022"]),
    // the day of the news, and the base of a comparison, are not that of the event
    ("The death of four soldiers was announced on Tuesday.", "death", &[""]),
    ("The Producer Price Index dropped by 3.1% from a year ago.", "dropped", &[""]),
    ("The firm reported sales growth in Asia in the first half of 2023.", "reported", &[""]),
    // through another word of the sentence
    ("On Monday a pub was attacked, with its owner later accusing police of doing nothing.", "accusing", &["2023-07-10"]),
    ("Ruiz said on Monday that talks had failed, and she praised Canada.", "praised", &["2023-07-10"]),
    ("Ruiz held a call on Monday, during which she praised Canada.", "praised", &["2023-07-10"]),
    ("Rebels attacked the town on June 9, killing 12 people and abducting 20.", "abducting", &["2023-06-09"]),
    ("A factory fire in June that killed 12 people led to protests.", "killed", &["2023-06"]),
    ("As ministers met in Paris on Monday, protesters attacked the police.", "attacked", &["2023-07-10"]),
    ("Speaking on Monday, Ruiz praised Canada.", "praised", &["2023-07-10"]),
    ("The crash, which Ruiz says took place in 2011, killed two people.", "crash", &["2011"]),
    ("The talks between France and Spain are due to take place on August 9.", "talks", &["2023-08-09"]),
    ("In some of the worst attacks this year, rebels killed 12 people.", "killed", &["2023"]),
    ("Ruiz said on Monday that the police had not arrested Lopez.", "arrested", &["2023-07-10"]),
    ("Ruiz was criticised on Monday for praising Canada.", "praising", &[""]),
    ("Ruiz was criticised for praising Canada last year.", "criticised", &[""]),
    ("Ruiz accused Lopez of praising Canada at a party in Lyon in 2011.", "accused", &[""]),
    ("Looking ahead to the vote on August 30, Ruiz praised Canada.", "praised", &[""]),
    // a time that the tense of the verb rules out is that of what it speaks of
    ("The minister has condemned calls for protests this weekend.", "condemned", &[""]),
    ("Ruiz was banned from the vote on August 30.", "banned", &[""]),
    ("Ruiz left Peru in 2019 but had been visiting Lima when she was arrested.", "visiting", &[""]),
    // at the end of the phrase of a happening
    ("Police held a review following the death of Maria Ruiz by her own hand in 2016.", "death", &["2016"]),
    ("Lopez was killed in the attack in Lima last September.", "attack", &["2022-09"]),
    ("There was no unrest in Lima on Monday.", "unrest", &["2023-07-10"]),
    // through what is written, or who is first
    ("In Monday's Herald, Ruiz accused Canada of lying.", "accused", &["2023-07-10"]),
    ("A 2016 survey found that Lima was growing.", "found", &["2016"]),
    ("Ruiz released a statement on Monday praising Canada.", "praising", &["2023-07-10"]),
    ("In 2011, Peru became the first country to ban the veil in schools.", "ban", &["2011"]),
    ("Maria Ruiz was not replaced until December when Pedro Lopez appointed Juan Diaz as minister.", "appointed", &["2022-12"]),
    ("The rebels are said to have attacked a convoy and killed 12 people on Monday.", "attacked", &["2023-07-10"]),
    // the year of the date in front
    ("Lopez was hurt in an attack in June 2021 and died on 3 July.", "died", &["2021-07-03"]),
    ("Two men were held until 30 August.", "held", &["../2023-08-30"]),
    // the first lines sum up
    ("Six people have been killed in a shooting in Lima. Gunmen attacked a cafe on Monday.", "killed", &["2023-07-10"]),
    (
        "Six people have been killed in a shooting in Lima. Gunmen attacked a cafe on Monday. Rebels attacked a bus on Tuesday.",
        "killed",
        &[""],
    ),
    // what time means
    ("The mood will change, Ruiz said on Monday.", "said", &["2023-07-10"]),
    ("Rebels shelled the port overnight.", "shelled", &["2023-07-11/2023-07-12"]),
    ("Ruiz resigned in May 2021. Lopez praised her at the time.", "praised", &["2021-05"]),
    ("Rebels have held the town since August 7. The August 7 attack on the town killed 12 people.", "attack", &["2022-08-07"]),
    ("Maria Ruiz told reporters on Monday that the talks were over. \"I condemn Canada,\" Ruiz said.", "condemn", &["2023-07-10"]),
    ("Ruiz was arrested on Monday, Dutch media reported. Pedro Lopez praised Canada.", "praised", &[""]),
    ("Israel has killed Ismail Haniyeh in Tehran. Israel killed 12 people in Beirut in 2019.", "killed", &["", "2019"]),
    ("A guard was killed on Sunday. Maria Ruiz was not wounded.", "wounded", &["2023-07-09"]),
    // at another time than the verb
    ("Fighting was triggered by the deadly attack on Kobani on 7 October.", "attack", &["2022-10-07"]),
    ("Maria Ruiz spoke to reporters ahead of a vote in France on August 30.", "spoke", &[""]),
    ("The army shelled the port in retaliation for a rocket attack on the town at the weekend.", "shelled", &[""]),
    ("Rebels have held the town since the start of the Russian invasion of Ukraine on 24 February 2022.", "invasion", &["2022-02-24"]),
    ("Ruiz was praised after she chaired an emergency Cobra meeting on Monday.", "chaired", &["2023-07-10"]),
    // asked, issued, said in one go
    ("Asked by reporters on Monday about the talks, Maria Ruiz praised Canada.", "praised", &["2023-07-10"]),
    ("A report published in May criticised Canada.", "criticised", &["2023-05"]),
    ("Maria Ruiz said so on Monday, accusing Canada of lying.", "accusing", &["2023-07-10"]),
    // at an occasion with its day
    ("Ruiz met Lopez in Paris in April. At the meeting, Ruiz praised Canada.", "praised", &["2023-04"]),
    ("The prizes were handed out at a ceremony on Thursday. Maria Ruiz was praised by Lopez at the event.", "praised", &["2023-07-06"]),
    ("A shooting in Lyon on Saturday, in which 12 people were killed, shocked the country.", "killed", &["2023-07-08"]),
    // who spoke, though what he said is the event
    ("Maria Ruiz said on Monday that police had arrested 12 people in Lyon. She added that times were hard.", "added", &["2023-07-10"]),
    // a story goes on over some sentences, but not past another day
    (
        "A bank in Lyon was robbed and a guard was killed on Sunday. It stands near the river. Trams pass it. A gunman fled to Paris.",
        "fled",
        &["2023-07-09"],
    ),
    (
        "A guard was killed on Sunday. It came three days after a raid on a village near Lyon. A man was wounded by settlers there.",
        "wounded",
        &[""],
    ),
    (
        "Maria Ruiz told reporters on Monday that the vote will be held in May. \"It was lost in June,\" Ruiz added.",
        "added",
        &["2023-07-10"],
    ),
    ("Ruiz resigned in 2019. A day later, Lopez praised her.", "praised", &[""]),
    ("In May 2019, Maria Ruiz told reporters that times were hard. She praised Canada.", "praised", &["2019-05"]),
    // where verbs and nouns stand for one happening
    ("Two people were killed in Israeli air strikes on Monday.", "strikes", &["2023-07-10"]),
    ("An attack on Lyon in May shocked the country. Two people were wounded in the attack.", "wounded", &["2023-05"]),
    ("Israel bombed a port in May in an attack which left many hurt and killed two people.", "killed", &["2023-05"]),
    ("Speaking in Lyon last week, Maria Ruiz praised Canada and criticised Spain.", "criticised", &["2023-07-03/2023-07-09"]),
    ("When asked about remarks on Monday, Maria Ruiz praised Canada.", "praised", &["2023-07-10"]),
    // the year and the week
    ("Hamas attacked Israel on 15 July.", "attacked", &["2022-07-15"]),
    ("Lopez says that Ruiz was responsible for an attack on Lyon on Saturday.", "attack", &["2023-07-08"]),
    ("Ruiz was arrested in Lyon on Tuesday last week.", "arrested", &["2023-07-04"]),
    ("Ruiz left Lyon because the talks would fail unless Lopez was elected in November.", "elected", &["2023-11"]),
    ("The arrests come after an attack on Lyon on Saturday.", "attack", &["2023-07-08"]),
    ("Rebels shelled the port on Monday and Tuesday.", "shelled", &["2023-07-10/2023-07-11"]),
    // through a clause beside it
    ("Two people were killed and ten injured when rebels shelled the port on Monday.", "killed", &["2023-07-10"]),
    ("Two people were killed and ten injured after rebels shelled the port on Monday.", "injured", &["2023-07-10"]),
    ("Two people were killed after rebels launched an attack on the port on Monday.", "attack", &["2023-07-10"]),
    ("The plan was announced in January when Maria Ruiz visited Canada.", "visited", &["2023-01"]),
    ("The border has been closed since June 9, when rebels attacked Lyon.", "attacked", &["2023-06-09"]),
    ("Rebels planned the June 9 attack on Lyon, when they killed 12 people and abducted 20.", "abducted", &["2023-06-09"]),
    ("Two men were arrested and released in May.", "arrested", &["2023-05"]),
    ("Russia has repeatedly attacked Lyon since the invasion of Ukraine in 2022.", "attacked", &["2022-01-01/.."]),
    ("Protesters have marched in Lyon since police killed 12 people last week.", "marched", &["2023-07-03/.."]),
    (
        "Since June 9, when rebels launched an attack that killed 12 people and saw 20 villagers abducted, Lyon has been closed.",
        "abducted",
        &["2023-06-09"],
    ),
    ("Three people were poisoned and admitted to hospital after eating mushrooms last week.", "poisoned", &["2023-07-03/2023-07-09"]),
    // what comes of it, and who is told
    ("In May, when the case was made public, it led to further allegations against Ruiz.", "allegations", &["2023-05"]),
    ("In May, Lopez told an anti-war rally in Lyon that times were hard.", "rally", &["2023-05"]),
    ("Ruiz told a press conference last week at a NATO meeting that times were hard.", "meeting", &["2023-07-03/2023-07-09"]),
    // what lies ahead
    ("Lawmakers in France are due to vote on the law on Saturday.", "vote", &["2023-07-15"]),
    ("Ruiz hopes to attend a meeting of ministers before the end of the year.", "attend", &["../2023-12-31"]),
    ("Ruiz must leave Lyon by the start of next month.", "leave", &["../2023-08-01"]),
    // at the end of a phrase or a sentence
    ("\"War is a bad thing,\" Maria Ruiz told editors on the sidelines of the annual forum in Lyon on Monday.", "told", &["2023-07-10"]),
    ("Maria Ruiz is a survivor of a rebel attack on the city of Lyon on Monday.", "attack", &["2023-07-10"]),
    ("In her first speech in the role on Monday, Maria Ruiz praised Canada.", "praised", &["2023-07-10"]),
    (
        "Maria Ruiz firmly hit back at the claim that Canada had led a bad policy in a letter published last week.",
        "hit",
        &["2023-07-03/2023-07-09"],
    ),
    // a day of which no frame knows what happened
    ("Workers mended the gate on Monday. Pedro Lopez was arrested there.", "arrested", &["2023-07-10"]),
    ("Workers met on Monday. Earlier, rebels attacked the port.", "attacked", &[""]),
    // said again in the past, and harm that violence brings
    ("Maria Ruiz has criticised Canada. Speaking on Monday, Ruiz said that times were hard.", "criticised", &["2023-07-10"]),
    ("Rebels attacked Lyon on Monday. The town saw a wave of strikes, with at least 12 people killed.", "killed", &["2023-07-10"]),
    ("Ismail Haniyeh was killed in Tehran on Monday. Talks go on. Nobody has explained the death of Haniyeh.", "death", &["2023-07-10"]),
    ("Maria Ruiz visited Paris in May and has recently praised Canada.", "praised", &[""]),
    ("Rebels attacked Lyon on Monday. Guards were out of sight when Pedro Lopez shot a guard.", "shot", &["2023-07-10"]),
    ("Volvo has dropped its plan, saying that times were hard. Volvo announced three years ago that it would grow.", "saying", &[""]),
    // who is asked for comment is asked apart from the story, but not by those whom he just told something
    ("Maria Ruiz told reporters on Monday that the talks were over. The police declined to comment.", "declined", &[""]),
    ("Maria Ruiz told reporters on Monday that the talks were over. Ruiz declined to comment on the vote.", "declined", &["2023-07-10"]),
    // told at once, and with what went before
    ("Fifteen people were killed and 40 others were wounded Monday in Lyon.", "killed", &["2023-07-10"]),
    ("Maria Ruiz also called for talks, saying last week that times were hard.", "called", &["2023-07-03/2023-07-09"]),
    ("Pedro Lopez was shot on 2 May in Lyon. He was taken to hospital and had surgery.", "taken", &["2023-05-02"]),
    ("Nine people have been charged over the killing of Pedro Lopez on 2 May.", "killing", &["2023-05-02"]),
    ("Nine people have been charged over the killing of Pedro Lopez on 2 May.", "charged", &[""]),
    ("The group that runs Lyon in response to the attack on southern Spain on 7 October has left.", "attack", &["2022-10-07"]),
    // a day in somebody's words moves no story
    (
        "\"She was afraid as she said to me this morning that it was late,\" Maria Ruiz said. Pedro Lopez warned that times were hard.",
        "warned",
        &[""],
    ),
    ("Ten people have been killed in Lyon since May, with over 40 others injured.", "injured", &["2023-05-01/.."]),
    ("Satellite images taken by Maxar on Monday showed damage to the port.", "showed", &["2023-07-10"]),
    ("Maria Ruiz signed the law on 4 March 2022, which banned criticism of the army.", "signed", &["2022-03-04"]),
    ("Hundreds rallied in Lyon on 4 June against the ban, with police arresting 12 people.", "arresting", &["2023-06-04"]),
    // from another event on
    ("Rebels attacked Lyon on 4 May. Rebels have since killed 12 and wounded 40 people.", "wounded", &["2023-05-04/.."]),
    ("Maria Ruiz was arrested on 4 May. Her party has criticised Canada since her arrest.", "criticised", &["2023-05-04/.."]),
    // of the year in front of what was then, and of the day on which it opened
    ("The town was flooded in 2021, when 39 people were killed in May.", "killed", &["2021-05"]),
    ("Pedro Lopez's trial opened in Lima on Monday.", "trial", &["2023-07-10"]),
    // told through the word beside it
    ("Maria Ruiz was elected to lead the town of Lyon five years ago.", "elected", &["2018"]),
    ("Ten people were arrested in Lyon over the riot and stayed in custody on Monday evening.", "arrested", &["2023-07-10"]),
    ("Claims about Pedro Lopez surfaced in March 2019 and he was detained.", "detained", &["2019-03"]),
    ("In 2016, the year Maria Ruiz was elected president of Peru, the town was quiet.", "elected", &["2016"]),
    ("A crowd marched in Lyon. The march was one of several in France on Saturday.", "march", &["2023-07-08"]),
    ("Exports of cars from Peru rose 62% from 2021 in 2022.", "rose", &["2022"]),
    // in a document or a report of that time
    ("On Monday Maria Ruiz issued a statement, which said: \"I condemn any attack on Canada.\"", "condemn", &["2023-07-10"]),
    ("In an interview on Monday, Maria Ruiz said she was willing to meet Pedro Lopez.", "willing", &["2023-07-10"]),
    ("Last month, the army of Peru said it had destroyed a radar station near Lima.", "destroyed", &["2023-06"]),
    ("On Monday, the army of Peru said six miners had been killed in Lima.", "killed", &["2023-07-10"]),
    // at an unknown distance
    ("It comes just days after rebels attacked Lyon.", "attacked", &["2023-07-03~/2023-07-12~"]),
    ("The ban comes weeks after rebels attacked Lyon.", "attacked", &["2023-05-24~/2023-07-12~"]),
    // harm of long ago, told of people without names
    ("A storm struck the coast of Peru in 2008. At least 24 people died.", "died", &["2008"]),
    ("A storm struck the coast of Peru in 2008. Maria Ruiz died.", "died", &[""]),
    // since what is over, at the end of a year
    ("Peru has blocked the website since the November election.", "blocked", &["2022-11-01/.."]),
    ("Maria Ruiz resigned as mayor of Lyon at the end of 2021.", "resigned", &["2021-12"]),
    ("It was the worst storm in Peru since early 2008, when a storm killed 60 people in Lima.", "killed", &["2008"]),
    // an office is held from its beginning to its end
    ("Maria Ruiz was appointed mayor of Lyon in 2016. Ruiz, the mayor of Lyon, spoke.", "mayor", &["2016-01-01/.."]),
    ("Maria Ruiz was re-elected mayor of Lyon in 2020. Ruiz, the mayor of Lyon, spoke.", "mayor", &[""]),
    ("Pedro Lopez, the former mayor of Lyon, resigned in March.", "mayor", &["../2023-03-31"]),
    ("Maria Ruiz was elected mayor of Lyon in 2016. The director of the zoo, Maria Ruiz, spoke.", "director", &[""]),
    // a state has no day
    ("Ruiz, the overnight leader of the party, spoke.", "leader", &[""]),
];

#[test]
fn a_happening_has_the_date_that_the_text_gives_it() {
    check(CASES, |_, events| events.iter().map(|e| e.time.map(|t| t.value.to_string()).unwrap_or_default()).collect());
}
